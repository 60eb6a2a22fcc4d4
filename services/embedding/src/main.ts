import process from 'node:process';
import { runService } from '@strata/service-kit/run-service';

await runService({
  process,
  start: async (resources, env) => {
    // Only now, when signals are heard: all that a service consists of takes a while to load, and process 1 of a container
    // has no other ears than its own.
    const { startEmbeddingService } = await import('./start-embedding-service.ts');
    return await startEmbeddingService(resources, env);
  },
});

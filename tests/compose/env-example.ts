import process from 'node:process';
import type { ConfigSchema } from '@strata/service-kit';
import { fieldNotes } from '@strata/service-kit/config-notes';
import { embeddingConfigSchema } from '../../services/embedding/src/config.ts';
import { proxyConfigSchema } from '../../services/proxy/src/config.ts';

const HEADER = `# Strata's settings. Copy this file to .env and fill in what you need: nothing in it is required.
# \`npm start\` and \`docker compose up\` both read .env. For \`npm start\` variables of the environment win over it; Compose gives the
# proxy this file alone, and takes from the environment what docker-compose.yml itself names (ports, memory).
# A commented line shows the default. Durations: 250ms, 30s, 5m, 24h, 7d. Sizes: 64kb, 5mb, 2gb.
# Under Compose, HOST, PORT, DATA_DIR, LOG_PATH and the URLs of Redis, Qdrant and the embedding service are fixed.`;

/** A heading before the variable that begins a group. */
const GROUPS: Readonly<Record<string, string>> = {
  PORT: 'Address of the proxy',
  OPENAI_API_KEY: 'The upstream: the LLM API behind the cache',
  DATA_DIR: 'The parts: a URL picks the server, no URL the embedded part',
  CACHE_TTL: 'What is kept, and how long',
  SEMANTIC_ENABLED: 'Answers to questions that mean the same',
  MAX_BODY_BYTES: 'Requests, administration, logs',
  EMBEDDING_PORT: 'The embedding service, where one runs',
};

const COMPOSE = `# --- Docker Compose only

# Address and port of this machine that the proxy is reached at; 0.0.0.0 for every interface.
# PUBLISH_ADDRESS=127.0.0.1
# PUBLISH_PORT=3000

# Port of this machine, on the loopback interface, that the embedding service is reached at.
# EMBEDDING_PUBLISH_PORT=8001

# Tag of the two images that Compose builds.
# IMAGE_TAG=local

# Beyond it Redis forgets what would have expired first. Keep the container's limit well above it.
# REDIS_MAXMEMORY=384mb
# REDIS_MEMORY=640m

# Memory limits of the other containers.
# PROXY_MEMORY=512m
# EMBEDDING_MEMORY=768m
# QDRANT_MEMORY=1g

# With --profile observability: ports of this machine, on the loopback interface, of Prometheus and Grafana, the
# password of Grafana's user \`admin\`, and their memory limits.
# PROMETHEUS_PUBLISH_PORT=9090
# GRAFANA_PUBLISH_PORT=3001
# GRAFANA_PASSWORD=admin
# PROMETHEUS_MEMORY=512m
# GRAFANA_MEMORY=512m`;

/** The text of `.env.example`: what the two configuration schemas say of each variable. */
export function envExample(): string {
  const shared = new Set(Object.keys(proxyConfigSchema.shape));
  return `${HEADER}\n\n${variables(proxyConfigSchema)}\n\n${variables(embeddingConfigSchema, shared)}\n\n${COMPOSE}\n`;
}

function variables(schema: ConfigSchema, without: ReadonlySet<string> = new Set()): string {
  const entries = Object.entries(schema.shape)
    .filter(([name]) => !without.has(name))
    .map(([name, field]) => {
      const { description, defaultText } = fieldNotes(field);
      const heading = GROUPS[name] === undefined ? '' : `# --- ${GROUPS[name]}\n\n`;
      return `${heading}# ${description}\n# ${name}=${defaultText}`;
    });
  return entries.join('\n\n');
}

// `node tests/compose/env-example.ts > .env.example` writes it anew.
if (import.meta.main) process.stdout.write(envExample());

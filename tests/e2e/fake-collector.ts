import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean };

type OtlpSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Value }[];
  readonly status: { readonly code?: number };
};

type OtlpBody = {
  readonly resourceSpans: readonly {
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[];
  }[];
};

/** The kind of a request's own span. */
export const SERVER = 2;

/** A span as the collector got it, its attributes by name. */
export type CollectedSpan = Omit<OtlpSpan, 'attributes'> & {
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
};

/** An OpenTelemetry collector's end of OTLP over HTTP, in JSON. */
export class FakeCollector implements AsyncDisposable {
  readonly #server: Server;
  readonly #spans: CollectedSpan[] = [];
  readonly #waiting = new Set<() => void>();
  /** Everything received, as it came. */
  received = '';
  /** What every export is answered with. */
  status = 200;

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        this.#take(body);
        response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  }

  static async start(): Promise<FakeCollector> {
    const collector = new FakeCollector();
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves with all spans when those of so many requests are there: what is below a request ends before it. */
  async spansOf(requests: number): Promise<readonly CollectedSpan[]> {
    while (this.#spans.filter(({ kind }) => kind === SERVER).length < requests) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      // oxlint-disable-next-line no-await-in-loop -- one batch after the other
      await promise;
    }
    return this.#spans;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(body: string): void {
    this.received += body;
    const { resourceSpans } = JSON.parse(body) as OtlpBody;
    for (const { scopeSpans } of resourceSpans)
      for (const { spans } of scopeSpans) this.#spans.push(...spans.map(collected));
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

function collected(span: OtlpSpan): CollectedSpan {
  const attributes = span.attributes.map(({ key, value }) => [key, Object.values(value)[0]] as const);
  return { ...span, attributes: Object.fromEntries(attributes) };
}

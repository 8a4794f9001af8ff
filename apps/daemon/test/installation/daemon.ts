import { Writable } from 'node:stream';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import type { Readiness } from '../../src/http/readiness.js';
import { createContext, loadConfig } from '../../src/index.js';
import { createMetrics } from '../../src/metrics/metrics.js';
import { runDaemon } from '../../src/run-daemon.js';
import type { Installation } from './installation.js';

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event?: string; readonly msg: string };

/** `roamwatch run` inside the test, with the installation's clock. It ends with the test. */
export class Daemon {
  readonly lines: LogLine[] = [];
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  #askReload: () => void = () => {};
  #ended: Promise<void> = Promise.resolve();

  static async start(site: Installation): Promise<Daemon> {
    const daemon = new Daemon();
    const metrics = createMetrics();
    const load = () => loadConfig(site.configFile, {});
    const ctx = await createContext(load(), {
      log: daemon.#log(),
      now: () => site.clock.now,
      slackIntervalMs: 0,
      client: { retries: 0 },
      observer: metrics.observer,
    });
    const configuration = {
      load,
      onRequest: (ask: () => void) => {
        daemon.#askReload = ask;
        return () => {};
      },
    };
    daemon.#ended = daemon.#run(ctx, { metrics, configuration });
    onTestFinished(async () => {
      if (!daemon.#stop.signal.aborted) await daemon.stop();
    });
    await Promise.race([daemon.event('started'), daemon.#ended]);
    return daemon;
  }

  async #run(ctx: Parameters<typeof runDaemon>[0], options: Parameters<typeof runDaemon>[2]): Promise<void> {
    try {
      await runDaemon(ctx, this.#stop.signal, options);
    } finally {
      await ctx.close();
    }
  }

  /** Waits for the `count`th log line of this event. */
  async event(name: string, count = 1): Promise<LogLine> {
    for (;;) {
      const found = this.lines.filter(({ event }) => event === name)[count - 1];
      if (found) return found;
      await new Promise<void>((resolve) => {
        const heard = () => {
          this.#listeners.delete(heard);
          resolve();
        };
        this.#listeners.add(heard);
      });
    }
  }

  async reload(): Promise<'reloaded' | 'reload-refused'> {
    const before = this.lines.length;
    this.#askReload();
    for (;;) {
      const answer = this.lines
        .slice(before)
        .find(({ event }) => event === 'reloaded' || event === 'reload-refused');
      if (answer) return answer.event as 'reloaded' | 'reload-refused';
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async get(path: string, init?: RequestInit): Promise<Response> {
    const { http } = await this.event('started');
    return fetch(`${http}${path}`, init);
  }

  /** What speaks against its being ready. */
  async reasons(): Promise<readonly string[]> {
    const state = (await (await this.get('/readyz')).json()) as Readiness;
    return state.reasons;
  }

  async metrics(): Promise<string> {
    return (await this.get('/metrics')).text();
  }

  /** Ends it cleanly; rejects with what it ended of. */
  stop(): Promise<void> {
    this.#stop.abort();
    return this.#ended;
  }

  #log() {
    return pino(
      { level: 'trace' },
      new Writable({
        write: (chunk, _encoding, done) => {
          this.lines.push(JSON.parse(String(chunk)));
          for (const heard of this.#listeners) heard();
          done();
        },
      }),
    );
  }
}

/** The value of a series such as `roamwatch_esims{status="READY"}`; undefined when there is none. */
export function sample(metrics: string, series: string): number | undefined {
  const line = metrics.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

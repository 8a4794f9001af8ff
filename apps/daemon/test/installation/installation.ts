import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seconds, UnixSeconds } from '@roamwatch/core';
import type { CycleOptions } from '@roamwatch/monitor';
import { type CycleResult, pollCycle, tick } from '@roamwatch/monitor';
import {
  type HookCatcher,
  type MailCatcher,
  type MailCatcherOptions,
  startHookCatcher,
  startMailCatcher,
} from '@roamwatch/test-peers';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { ContextOptions } from '../../src/context.js';
import { type Context, createContext, type Logger, loadConfig, silentLog } from '../../src/index.js';

/** Noon of a Monday in London, before summer time: 2026-03-02T12:00:00Z. */
export const NOON = Date.UTC(2026, 2, 2, 12) / 1000;

export interface Provider {
  readonly url: string;
  readonly token: string;
}

export interface InstallationOptions {
  readonly api: Provider;
  /** Top-level keys of the configuration, in place of those that are there by default. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly inventory?: string;
  readonly log?: Logger;
  readonly mail?: MailCatcherOptions;
  /** Of the API client; by default it repeats nothing, so that tests of failures are quick. */
  readonly client?: ContextOptions['client'];
}

/**
 * Roamwatch as an operator installs it, in a folder of its own with a real configuration, a real mail server and
 * a real hook; only the clock is moved by hand. All of it is gone when the test ends.
 */
export class Installation {
  readonly clock = { now: NOON };
  #context: Promise<Context> | null = null;

  private constructor(
    readonly folder: string,
    readonly mail: MailCatcher,
    readonly hook: HookCatcher,
    readonly options: InstallationOptions,
  ) {}

  static async make(options: InstallationOptions): Promise<Installation> {
    const folder = mkdtempSync(join(tmpdir(), 'roamwatch-installation-'));
    const mail = await startMailCatcher(options.mail);
    const hook = await startHookCatcher();
    const installation = new Installation(folder, mail, hook, options);
    installation.write('token', options.api.token);
    installation.write('slack-hook', `${hook.url}/services/HOOK-SECRET`);
    if (options.inventory !== undefined) installation.write('inventory.csv', options.inventory);
    installation.configure(options.config ?? {});
    onTestFinished(async () => {
      await installation.stop();
      await Promise.all([mail.close(), hook.close()]);
      rmSync(folder, { recursive: true, force: true });
    });
    return installation;
  }

  get configFile(): string {
    return join(this.folder, 'roamwatch.yaml');
  }

  get database(): string {
    return join(this.folder, 'roamwatch.db');
  }

  /** Writes the configuration again; it applies from the next start. */
  configure(config: Readonly<Record<string, unknown>>): void {
    const { api } = this.options;
    const defaults = {
      api: { baseUrl: api.url, tokenFile: './token', requestsPerSecond: 10_000, concurrency: 4 },
      database: 'sqlite:./roamwatch.db',
      timeZone: 'Europe/London',
      receivers: [{ name: 'ops', email: { to: ['ops@example.com'] } }],
      smtp: { host: this.mail.host, port: this.mail.port, from: 'Roamwatch <alerts@example.com>' },
      ...(this.options.inventory === undefined ? {} : { inventory: './inventory.csv' }),
    };
    this.write('roamwatch.yaml', stringify({ ...defaults, ...config }));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): Buffer {
    return readFileSync(join(this.folder, file));
  }

  /** The program as it runs now; started when it is not. */
  get context(): Promise<Context> {
    this.#context ??= createContext(loadConfig(this.configFile, {}), {
      log: this.options.log ?? silentLog(),
      now: () => this.clock.now,
      slackIntervalMs: 0,
      client: this.options.client ?? { retries: 0 },
    });
    return this.#context;
  }

  /** Ends the program; whatever is used next starts it again. */
  async stop(): Promise<void> {
    const running = this.#context;
    this.#context = null;
    await (await running)?.close();
  }

  async poll(options?: CycleOptions): Promise<CycleResult> {
    return pollCycle(await this.context, options);
  }

  /** What the daemon does every minute. */
  async tick(): Promise<void> {
    return tick(await this.context);
  }

  wait(seconds: Seconds): UnixSeconds {
    this.clock.now += seconds;
    return this.clock.now;
  }

  /** A poll, some time after what was before. */
  pollAfter(seconds: Seconds): Promise<CycleResult> {
    this.wait(seconds);
    return this.poll();
  }

  /** Subjects of all mail so far, oldest first. */
  get subjects(): readonly string[] {
    return this.mail.received.map(({ subject }) => subject);
  }

  /** Open alerts as "rule severity iccid". */
  async open(): Promise<readonly string[]> {
    const alerts = await (await this.context).store.alerts.open();
    return alerts.map(({ rule, severity, iccid }) => `${rule} ${severity} ${iccid ?? 'provider'}`).sort();
  }

  /** All daily usage as "date iccid place bytes". */
  async usage(): Promise<readonly string[]> {
    const snapshot = await (await this.context).store.snapshot();
    try {
      const lines: string[] = [];
      for await (const rows of snapshot.usage({ from: '2000-01-01', to: '2100-01-01' })) {
        for (const row of rows) {
          lines.push(`${row.usageDate} ${row.iccid} ${row.location} ${row.usedBytes}`);
        }
      }
      return lines;
    } finally {
      await snapshot.close();
    }
  }
}

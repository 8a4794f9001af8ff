import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type HookCatcher,
  type MailCatcher,
  ScriptedApi,
  startHookCatcher,
  startMailCatcher,
} from '@roamwatch/test-peers';
import { stringify } from 'yaml';
import type { Dice } from './dice.js';
import { type Ended, type RunOptions, runProgram } from './program.js';
import { chooseThresholds, rulesFor, type Thresholds } from './thresholds.js';
import { Traveller } from './traveller.js';
import { must } from './violation.js';

/** A fleet, its provider, a mail server, a hook, and an installation that watches it, all of them real. */
export class Scene {
  travellers: Traveller[] = [];
  /** No longer in the account; what they used stays. */
  readonly gone: Traveller[] = [];
  thresholds: Thresholds;
  /** Ids of silences that have not ended. */
  silences: readonly number[] = [];
  #joined = 0;

  private constructor(
    readonly folder: string,
    readonly api: ScriptedApi,
    readonly mail: MailCatcher,
    readonly hook: HookCatcher,
    dice: Dice,
  ) {
    this.thresholds = chooseThresholds(dice);
    for (let left = dice.number(1, 15); left > 0; left -= 1) this.join(dice);
    api.token = 'SECRET-TOKEN-OF-OURS';
    this.write('token', api.token);
    this.configure();
  }

  static async set(dice: Dice): Promise<Scene> {
    const folder = mkdtempSync(join(tmpdir(), 'roamwatch-torture-'));
    const [api, mail, hook] = await Promise.all([
      ScriptedApi.start(),
      startMailCatcher(),
      startHookCatcher(),
    ]);
    return new Scene(folder, api, mail, hook, dice);
  }

  /** Ends the peers; the folder goes with them unless it is evidence. */
  async end(keepFolder: boolean): Promise<void> {
    await Promise.all([this.api.close(), this.mail.close(), this.hook.close()]);
    if (!keepFolder) rmSync(this.folder, { recursive: true, force: true });
  }

  join(dice: Dice): void {
    this.#joined += 1;
    this.travellers.push(Traveller.join(this.api, this.#joined, dice));
  }

  leave(traveller: Traveller): void {
    this.travellers = this.travellers.filter((one) => one !== traveller);
    this.api.esims.splice(this.api.esims.indexOf(traveller.esim), 1);
    this.gone.push(traveller);
  }

  /** The same card under a new eSIM id; the former one may stay in the list, revoked. */
  issueAgain(traveller: Traveller, staysListed: boolean): void {
    const former = traveller.esim;
    traveller.esim = { ...former, id: `${former.id}-again` };
    this.api.esims.splice(this.api.esims.indexOf(former), 1, traveller.esim);
    if (staysListed) this.api.esims.push({ ...former, status: 'REVOKED' });
  }

  edit(thresholds: Thresholds): void {
    this.thresholds = thresholds;
    for (const traveller of this.travellers) traveller.edits += 1;
    this.configure();
  }

  heal(): void {
    this.api.trouble = null;
    for (const { esim } of this.travellers) esim.trouble = null;
    this.mail.setFaults([]);
  }

  async silence(matcher: string): Promise<void> {
    const { code, stdout, stderr } = await this.run(['alerts', 'silence', matcher, '--for', '2h', '--json']);
    must(code === 0, 'alerts can be silenced', { stdout, stderr });
    this.silences = [...this.silences, (JSON.parse(stdout) as { readonly id: number }).id];
  }

  async endSilences(): Promise<void> {
    for (const id of this.silences) {
      const ended = await this.run(['alerts', 'unsilence', String(id)]);
      must(ended.code === 0, 'a silence can be ended', ended);
    }
    this.silences = [];
  }

  run(args: readonly string[], stop?: RunOptions['stop']): Promise<Ended> {
    const configFile = join(this.folder, 'roamwatch.yaml');
    return runProgram(args, stop === undefined ? { configFile } : { configFile, stop });
  }

  configure(): void {
    const configuration = {
      api: { baseUrl: this.api.url, tokenFile: './token', requestsPerSecond: 1000, concurrency: 4 },
      database: 'sqlite:./roamwatch.db',
      units: { allowance: 'MB', dailyUsage: 'MB' },
      rules: rulesFor(this.thresholds),
      receivers: [
        { name: 'hook', webhook: { url: `${this.hook.url}/in` } },
        { name: 'ops', email: { to: ['ops@example.com', 'desk@example.com'] } },
      ],
      smtp: { host: this.mail.host, port: this.mail.port, from: 'Roamwatch <alerts@example.com>' },
    };
    this.write('roamwatch.yaml', stringify(configuration));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }
}

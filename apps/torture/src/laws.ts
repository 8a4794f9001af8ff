import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Scene } from './scene.js';
import { KINDS, type Kind, type Rank, rankOf } from './thresholds.js';
import { type Told, toldBy } from './told.js';
import type { Traveller } from './traveller.js';
import { must } from './violation.js';

const MEGABYTE = 1024 * 1024;
/** Wide enough for everything. */
const EVER = ['--from', '2020-01-01', '--to', '2100-01-01'];

/** The laws that apply whenever every fault is repaired and everything is read and delivered. */
export async function requireLaws(scene: Scene): Promise<void> {
  const told = toldBy(scene.hook.received);
  requireNothingRepeated(scene, told);
  requireNothingLost(scene, told);
  await requireAlertsAsTheyAre(scene);
  await requireUsageAsItWas(scene);
  await requirePurchasesAsTheyWere(scene);
  const checked = await scene.run(['db', 'check']);
  must(checked.code === 0, 'the database is whole', checked);
  requireNoSecrets(scene);
}

/** An alert is notified once for each escalation. A package has one alert of a rule, unless an edit ended it in between. */
function requireNothingRepeated(scene: Scene, told: readonly Told[]): void {
  const ranks = new Map<number, Rank>();
  for (const one of told) {
    if (one.change !== 'opened' && one.change !== 'escalated') continue;
    must((ranks.get(one.alertId) ?? 0) < one.rank, 'an alert is notified once per step up', { one, told });
    ranks.set(one.alertId, one.rank);
  }
  for (const traveller of scene.travellers) {
    for (const rule of ['low-data', 'used-up', 'expiring']) {
      const opened = told.filter(
        (one) =>
          one.iccid === traveller.esim.iccid &&
          one.rule === rule &&
          one.change === 'opened' &&
          one.openedAt >= traveller.epochSince,
      );
      const alerts = new Set(opened.map(({ alertId }) => alertId)).size;
      must(alerts <= 1 + traveller.edits, 'a package has one alert of a rule', { traveller, rule, opened });
    }
  }
}

/** Every threshold reached now has been notified, for this package, at this severity or a worse one. */
function requireNothingLost(scene: Scene, told: readonly Told[]): void {
  for (const traveller of scene.travellers) {
    for (const kind of KINDS) {
      const rank = rankOf(kind, traveller, scene.thresholds);
      const ofThis = told.filter(
        (one) =>
          one.iccid === traveller.esim.iccid && one.kind === kind && one.openedAt >= traveller.epochSince - 1,
      );
      must(rank === 0 || ofThis.some((one) => one.rank >= rank), `${kind} of rank ${rank} was notified`, {
        traveller,
        ofThis,
        thresholds: scene.thresholds,
      });
    }
  }
}

interface OpenAlert {
  readonly rule: string;
  readonly iccid: string | null;
  readonly severity: 'warning' | 'critical';
}

/** A threshold that is reached has an open alert, one that is not has none, unless an edit has left it behind. */
async function requireAlertsAsTheyAre(scene: Scene): Promise<void> {
  const { stdout } = await scene.run(['alerts', '--json']);
  const open = JSON.parse(stdout) as readonly OpenAlert[];
  must(!open.some(({ iccid }) => iccid === null), 'the provider is well when everything is healed', open);
  for (const traveller of scene.travellers) {
    const ofThis = open.filter(({ iccid }) => iccid === traveller.esim.iccid);
    for (const kind of KINDS) requireOpen(scene, traveller, kind, ofThis);
  }
}

function requireOpen(scene: Scene, traveller: Traveller, kind: Kind, open: readonly OpenAlert[]): void {
  const rank = rankOf(kind, traveller, scene.thresholds);
  const rules = kind === 'expiry' ? ['expiring'] : rank === 3 ? ['used-up'] : ['low-data'];
  const ofKind = open.filter(({ rule }) => rules.includes(rule));
  const evidence = { traveller, open, thresholds: scene.thresholds };
  if (rank > 0) must(ofKind.length === 1, `${rules} of rank ${rank} is open`, evidence);
  else if (traveller.edits === 0) must(ofKind.length === 0, `nothing of ${rules} is open`, evidence);
  if (rank === 2) must(ofKind[0]?.severity === 'critical', `${rules} is critical`, evidence);
}

async function requireUsageAsItWas(scene: Scene): Promise<void> {
  const rows = await csvOf(scene, 'usage');
  const told = rows.map((row) => `${row.usage_date} ${row.iccid} ${row.location} ${row.used_bytes}`).sort();
  const truth = [...scene.travellers, ...scene.gone]
    .flatMap(({ esim, days }) =>
      [...days].map(
        ({ date, location, usage }) => `${dashed(date)} ${esim.iccid} ${location} ${usage * MEGABYTE}`,
      ),
    )
    .sort();
  must(told.join('\n') === truth.join('\n'), 'the usage report says what was used', { told, truth });
}

async function requirePurchasesAsTheyWere(scene: Scene): Promise<void> {
  const rows = await csvOf(scene, 'purchases');
  for (const { esim } of [...scene.travellers, ...scene.gone]) {
    const told = rows.filter(({ iccid }) => iccid === esim.iccid);
    must(told.length === esim.packages.length, 'the purchases report says what was bought', { esim, told });
  }
}

async function csvOf(scene: Scene, kind: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const ended = await scene.run(['report', kind, ...EVER]);
  must(ended.code === 0, `the ${kind} report is written`, ended);
  return parse(ended.stdout, { columns: true }) as readonly Record<string, string>[];
}

function requireNoSecrets(scene: Scene): void {
  for (const name of readdirSync(scene.folder).filter((file) => file.startsWith('roamwatch.db'))) {
    const bytes = readFileSync(join(scene.folder, name));
    must(!bytes.includes('SECRET-'), 'no secret is in the database', { name });
  }
}

const dashed = (date: string) => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;

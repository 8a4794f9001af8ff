import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatInstant, sentenceOf } from '@roamwatch/core';
import { parseMonth, writeReports } from '@roamwatch/report';
import type { AlertEventRow } from '@roamwatch/store';
import type { CaughtMail } from '@roamwatch/test-peers';
import { type Context, table } from 'roamwatch/dist/index.js';
import type { Played } from './play.js';
import { indented, print, stage } from './stage.js';
import type { World } from './world.js';

const MONTH = '2026-01';
const SHOWN = 25;

export async function showStored(world: World, ctx: Context, { polls, totals }: Played): Promise<void> {
  const { requests } = world.simulator;
  stage('What was polled and stored', `${polls} polls, one every six simulated hours.`);
  print(
    table(
      ['', ''],
      [
        [
          'eSIMs in the account',
          [...(await ctx.store.fleet.countByStatus())].map(([status, n]) => `${n} ${status}`).join(', '),
        ],
        [
          'requests to the API',
          `${requests.list} lists, ${requests['usage-details']} usage details, ${requests['packages-history']} histories`,
        ],
        ['readings', `${totals.polled} good, ${totals.failed} failed`],
        [
          'daily rows',
          `${totals.dailyRowsNew} new, ${totals.dailyRowsChanged} grown or restated, ${totals.readingsRejected} rejected`,
        ],
        [
          'alerts',
          `${totals.alertsOpened} opened, ${totals.alertsEscalated} escalated, ${totals.alertsResolved} resolved`,
        ],
        [
          'messages',
          `${world.mail.received.length} emails and ${world.slack.received.length} Slack messages arrived`,
        ],
        ['database', `${Math.round(statSync(ctx.store.file).size / 1024)} KB`],
      ],
    ),
  );
}

export async function showAlerts(world: World, ctx: Context): Promise<void> {
  const all = (await ctx.store.alerts.history(100_000)).filter((event) => event.change !== 'closed');
  const oldestFirst = [...all].reverse();
  writeFileSync(join(world.folder, 'alerts.txt'), `${alertTable(oldestFirst, ctx)}\n`);
  stage(
    'Alerts and why',
    `The last ${Math.min(SHOWN, all.length)} of ${all.length}; all of them are in .demo/alerts.txt.`,
  );
  print(alertTable(oldestFirst.slice(-SHOWN), ctx));
}

function alertTable(events: readonly AlertEventRow[], ctx: Context): string {
  return table(
    ['WHEN', 'CHANGE', 'SEVERITY', 'ESIM', 'RULE', 'REASON'],
    events.map((event) => [
      formatInstant(event.at, ctx.config.timeZone),
      event.change,
      event.severity,
      event.label ?? event.iccid ?? 'provider',
      event.rule,
      sentenceOf(event.reason, { now: event.at, zone: ctx.config.timeZone }),
    ]),
  );
}

export async function showMessages(world: World, ctx: Context): Promise<void> {
  const mail = await typical(world.mail.received, ctx);
  if (mail) {
    writeFileSync(join(world.folder, 'email.html'), mail.html);
    stage('One of the emails', `To ${mail.to.join(', ')}. Its HTML form is in .demo/email.html.`);
    print(indented(`Subject: ${mail.subject}\n\n${mail.text.trim()}`));
  }
  const slack = world.slack.received.at(-1);
  if (slack) {
    const payload = JSON.parse(slack.body.toString()) as SlackMessage;
    writeFileSync(join(world.folder, 'slack.json'), `${JSON.stringify(payload, null, 2)}\n`);
    stage('One of the Slack messages', 'Its texts as Slack lays them out; all of it is in .demo/slack.json.');
    print(indented(textsOf(payload).join('\n')));
  }
}

interface SlackText {
  readonly text: string;
}

interface SlackMessage {
  readonly blocks: readonly {
    readonly text?: SlackText;
    readonly fields?: readonly SlackText[];
    readonly elements?: readonly { readonly text?: string | SlackText }[];
  }[];
}

function textsOf({ blocks }: SlackMessage): readonly string[] {
  return blocks.flatMap(({ text, fields = [], elements = [] }) => [
    ...[text, ...fields].flatMap((one) => one?.text ?? []),
    ...elements.flatMap((element) =>
      typeof element.text === 'string' ? element.text : (element.text?.text ?? []),
    ),
  ]);
}

/** The last one about a few alerts: the very first is a long summary. */
async function typical(mails: readonly CaughtMail[], ctx: Context): Promise<CaughtMail | undefined> {
  for (const mail of mails.toReversed()) {
    const notifications = await ctx.store.outbox.notificationsOf(mail.headers.get('x-roamwatch-id') ?? '');
    if (notifications.length >= 2 && notifications.length <= 4) return mail;
  }
  return mails.at(-1);
}

export async function showReport(world: World, ctx: Context): Promise<void> {
  const source = await ctx.store.snapshot();
  const { manifest } = await writeReports({
    source,
    kinds: ['usage', 'purchases', 'summary'],
    period: parseMonth(MONTH),
    profile: 'plain',
    directory: join(world.folder, 'reports'),
    timeZone: ctx.config.timeZone,
  });
  await source.close();
  const lines = readFileSync(join(world.folder, 'reports', `usage-${MONTH}.csv`), 'utf8').split('\r\n');
  stage(
    'The usage report for finance',
    `The first lines of .demo/reports/usage-${MONTH}.csv, and the totals of each file.`,
  );
  print(indented(lines.slice(0, 5).join('\n')));
  print('');
  print(
    table(
      ['FILE', 'ROWS', 'USED', 'PURCHASES'],
      manifest.files.map(({ name, rows, totals }) => [
        name,
        String(rows),
        totals.usedMb === undefined ? '' : `${totals.usedMb} MB`,
        Object.entries(totals.purchases ?? {})
          .map(([currency, sum]) => `${sum} ${currency}`)
          .join(', '),
      ]),
    ),
  );
}

export function showFiles(world: World): void {
  stage('Files', 'Everything the demo wrote is in .demo; the next demo replaces it.');
  print(
    table(
      ['', ''],
      [
        ['.demo/roamwatch.yaml', 'the configuration'],
        ['.demo/roamwatch.db', 'the database: try the alerts and report commands on it'],
        ['.demo/reports/', 'usage, purchases, summary and their manifest'],
        ['.demo/alerts.txt', 'every alert with its reason'],
        ['.demo/email.html, slack.json', 'the messages shown above'],
      ],
    ),
  );
  const config = relative(process.cwd(), world.configFile);
  print(`\n    node apps/daemon/bin/roamwatch.js alerts --config ${config}`);
  print(`    node apps/daemon/bin/roamwatch.js report summary --month ${MONTH} --config ${config}`);
}

export function showNextSteps(): void {
  stage(
    'The API was simulated',
    'To monitor your own eSIMs, create a configuration with `node apps/daemon/bin/roamwatch.js init`, enter your mail ' +
      'server and Slack hook in it, and set ROAMIFY_API_TOKEN. Then run the same program with `check --online`, `poll` ' +
      'and `run`. To install it as a service, see apps/daemon/INSTALL.md. To keep the page open, run ' +
      '`npm run demo -- --serve`.',
  );
}

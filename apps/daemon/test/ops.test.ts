import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Daemon } from './installation/daemon.js';
import { scene } from './installation/scene.js';

const file = (path: string) => readFileSync(new URL(`../ops/${path}`, import.meta.url), 'utf8');

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const rules: readonly AlertRule[] = parse(file('prometheus/alerts.yml')).groups[0].rules;
const panels: readonly Panel[] = JSON.parse(file('grafana/roamwatch.json')).panels;

type Labels = ReadonlyMap<string, ReadonlySet<string>>;

let scraped: Promise<Labels> | null = null;

/** Label names by metric, of a daemon to which everything has happened once. Must be called in a test. */
function labelsThereAre(): Promise<Labels> {
  scraped ??= scrape();
  return scraped;
}

async function scrape(): Promise<Labels> {
  const { api, site } = await scene({
    config: {
      http: { listen: '127.0.0.1:0' },
      reports: [{ name: 'finance', schedule: '0 6 4 * *', dir: './reports' }],
    },
  });
  api.add({
    remaining: 50,
    days: [{ date: 'never', usage: 1, location: 'France' }],
    packages: [{ name: '1 GB - 30 Days', at: site.clock.now - 60 }],
  });
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const metrics = await daemon.metrics();
  const labels = new Map<string, Set<string>>();
  for (const [, name = ''] of metrics.matchAll(/^# TYPE (\w+)/gm)) labels.set(name, new Set());
  for (const [, series = '', inBraces = ''] of metrics.matchAll(/^(\w+)\{(.*)\} /gm)) {
    const known = labels.get(series) ?? labels.get(metricOf(series));
    for (const [, label = ''] of inBraces.matchAll(/(\w+)="/g)) known?.add(label);
  }
  // These come from Prometheus itself.
  labels.set('up', new Set());
  for (const known of labels.values()) known.add('job').add('instance');
  return labels;
}

/** A histogram's series stand for it. */
function metricOf(series: string): string {
  return series.replace(/_(bucket|sum|count)$/, '');
}

/** The selectors of an expression: metrics with the labels it selects by. */
function selected(expr: string) {
  const asked = [...expr.matchAll(/\b((?:roamwatch|process|nodejs)_\w+|up)\b(?:\{([^}]*)\})?/g)];
  return asked.map(([, name = '', selector = '']) => ({
    name,
    by: [...selector.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => label),
  }));
}

function expectKnown(labels: Labels, where: string, expr: string): void {
  const asked = selected(expr);
  expect([where, asked.length > 0]).toEqual([where, true]);
  for (const { name, by } of asked) {
    const known = labels.get(name) ?? labels.get(metricOf(name));
    expect([where, name, known !== undefined]).toEqual([where, name, true]);
    for (const label of by)
      expect([where, name, label, known?.has(label)]).toEqual([where, name, label, true]);
  }
}

test('every alert rule queries metrics and labels that exist', async () => {
  const labels = await labelsThereAre();
  for (const { alert, expr } of rules) expectKnown(labels, alert, expr);
});

test('the rules cover every condition that must not be missed, and give advice', () => {
  const names = rules.map(({ alert }) => alert);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'RoamwatchDown',
      'RoamwatchPollOverdue',
      'RoamwatchReportOverdue',
      'RoamwatchOutboxStuck',
      'RoamwatchDeadLetters',
      'RoamwatchTokenRefused',
      'RoamwatchReloadFailed',
    ]),
  );
  for (const { labels: given, annotations } of rules) {
    expect(['warning', 'critical']).toContain(given.severity);
    expect(annotations.description.length).toBeGreaterThan(20);
  }
});

test('every panel of the dashboard queries metrics and labels that exist, and names its lines by labels', async () => {
  const labels = await labelsThereAre();
  for (const { title, targets = [], type } of panels) {
    if (type === 'row') continue;
    for (const { expr, legendFormat } of targets) {
      expectKnown(labels, title, expr);
      const offered = new Set(selected(expr).flatMap(({ name }) => [...(labels.get(name) ?? [])]));
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        expect([title, label, offered.has(label)]).toEqual([title, label, true]);
      }
    }
  }
});

test('every metric of ours is on the dashboard or in a rule', async () => {
  const labels = await labelsThereAre();
  const shown = new Set(
    [
      ...rules.map(({ expr }) => expr),
      ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ]
      .flatMap(selected)
      .map(({ name }) => metricOf(name)),
  );
  const ours = [...labels.keys()].filter((name) => name.startsWith('roamwatch_'));
  const unshown = ours.filter((name) => !shown.has(name));
  expect(unshown).toEqual([
    'roamwatch_duty_last_success_timestamp_seconds',
    'roamwatch_config_last_reload_success_timestamp_seconds',
  ]);
});

test('panels have ids of their own and do not lie on one another', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { title, gridPos } of panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
        expect([title, taken.has(`${x} ${y}`)]).toEqual([title, false]);
        taken.add(`${x} ${y}`);
      }
    }
  }
});

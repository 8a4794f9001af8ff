import { table } from 'roamwatch/dist/index.js';

export function adaptiveTable({ seeds, weeks, esims, crossings, budgets }) {
  const title = `Delay until a crossing of 25 %, 10 % or 0 is seen: ${seeds.length} fleets of about ${esims} polled eSIMs, ${weeks} weeks, ${crossings} crossings`;
  const head = ['REQUESTS', 'POLLING', 'FROM THE CROSSING', '', 'FROM WHEN FIGURES SHOW IT', '', 'MISSED'];
  return `\n${title}\n${table(head, budgets.flatMap(rowsOf))}`;
}

export function pushTable({ seeds, weeks, crossings, budgets, bestPossible }) {
  const title = `Delay until a crossing is seen, with the provider's push and without it: ${seeds.length} fleets, ${weeks} weeks, ${crossings} crossings`;
  const head = ['REQUESTS', 'POLLING', 'FROM THE CROSSING', '', 'FROM WHEN FIGURES SHOW IT', '', 'MISSED'];
  const rows = budgets.flatMap(({ everyHours, divisor, adaptive, pushed }) => {
    return [
      row(
        `adaptive, ${divisor === 1 ? '' : 'a tenth of '}the requests of a poll every ${everyHours} h`,
        adaptive,
        null,
      ),
      row('the same with push', pushed, adaptive),
    ];
  });
  return `\n${title}\n${table(head, [row('best possible', bestPossible, null), ...rows])}`;
}

function rowsOf({ everyHours, uniform, bestPossible, adaptive, adaptiveWithoutHints, bothSaw }) {
  return [
    row(`uniform, every ${everyHours} h`, uniform, null),
    row('best possible', bestPossible, uniform),
    row('adaptive', adaptive, uniform),
    row('adaptive, list silent on changes', adaptiveWithoutHints, uniform),
    row('uniform, of what both saw', bothSaw.uniform, null),
    row('adaptive, of what both saw', bothSaw.adaptive, bothSaw.uniform),
  ];
}

function row(name, measured, uniform) {
  const cells = (key) =>
    ['medianHours', 'p95Hours'].map((quantile) => {
      const hours = measured[key][quantile];
      const share = uniform === null ? '' : ` (${(hours / uniform[key][quantile]).toFixed(2)})`;
      return `${quantile === 'p95Hours' ? 'p95' : 'median'} ${hours.toFixed(1)} h${share}`;
    });
  return [
    measured.requests === 0 ? '' : String(measured.requests),
    name,
    ...cells('fromTruth'),
    ...cells('fromShown'),
    String(measured.missed),
  ];
}

import type { Completeness } from '@roamwatch/core';

/** The German form of `missingInWords` of core, whose English the manifests of closed months keep. */
export function missingIn(known: Completeness, figureOf: (count: number) => string): readonly string[] {
  const { esims_expected, esims_read, esims_failed, without_cost_centre } = known;
  const of = `von ${figureOf(esims_expected)} eSIMs`;
  const costCentres = without_cost_centre < esims_expected ? without_cost_centre : 0;
  const missing: readonly (readonly [count: number, several: string, one?: string])[] = [
    [esims_failed, `${of} konnten nicht gelesen werden`, `${of} konnte nicht gelesen werden`],
    [
      esims_expected - esims_read - esims_failed,
      `${of} wurden in diesem Zeitraum oder seither nicht gelesen`,
      `${of} wurde in diesem Zeitraum oder seither nicht gelesen`,
    ],
    [known.without_history, 'eSIMs, deren Käufe nie gelesen wurden', 'eSIM, deren Käufe nie gelesen wurden'],
    [known.rows_rejected, 'abgelehnte Zeilen: ihre Daten fehlen', 'abgelehnte Zeile: ihre Daten fehlen'],
    [known.purchases_without_currency, 'Käufe ohne Währung', 'Kauf ohne Währung'],
    [costCentres, 'eSIMs ohne Kostenstelle', 'eSIM ohne Kostenstelle'],
  ];
  return missing
    .filter(([count]) => count > 0)
    .map(([count, several, one]) => `${figureOf(count)} ${count === 1 ? (one ?? several) : several}`);
}

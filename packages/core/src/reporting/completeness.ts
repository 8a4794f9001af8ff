/** The data that a report has and lacks of a period, in eSIMs unless noted otherwise. */
export interface Completeness {
  /** Listed in the period, with usage that the provider can report. */
  readonly esims_expected: number;
  /** Read in the period or since. */
  readonly esims_read: number;
  /** Not read since the period ended, because the calls fail. */
  readonly esims_failed: number;
  /** Their packages history was never read. */
  readonly without_history: number;
  readonly without_cost_centre: number;
  /** Things the provider sent in the period that could not be used. */
  readonly rows_rejected: number;
  /** Purchases of the period. */
  readonly purchases_without_currency: number;
}

/** Missing data, worst first, with its count. Manifests of closed months contain these words, so they never change. */
export function missingInWords(
  known: Completeness,
): readonly { readonly what: string; readonly count: number }[] {
  const unread = known.esims_expected - known.esims_read - known.esims_failed;
  // Where nobody has a cost centre none is expected.
  const costCentres = known.without_cost_centre < known.esims_expected ? known.without_cost_centre : 0;
  return [
    { count: known.esims_failed, what: `of ${known.esims_expected} eSIMs could not be read` },
    { count: unread, what: `of ${known.esims_expected} eSIMs have not been read in this period or since` },
    { count: known.without_history, what: 'eSIMs whose purchases have never been read' },
    { count: known.rows_rejected, what: 'rejected rows: their data is missing' },
    { count: known.purchases_without_currency, what: 'purchases without a currency' },
    { count: costCentres, what: 'eSIMs without a cost centre' },
  ].filter(({ count }) => count > 0);
}

/** How the words of `missingInWords`, and of other discrepancies, begin where they are about one. */
const ABOUT_ONE: readonly (readonly [several: string, one: string])[] = [
  ['eSIMs ', 'eSIM '],
  ['purchases ', 'purchase '],
  ['rows ', 'row '],
  ['rejected rows: their ', 'rejected row: its '],
];

/**
 * "1 purchase without a currency", "3 eSIMs without a cost centre". Manifests have such words in the plural, whatever their count.
 *
 * @param figure the count as readers see it.
 */
export function countedInWords(
  { what, count }: { readonly what: string; readonly count: number },
  figure = String(count),
): string {
  const [several, one] = (count === 1 ? ABOUT_ONE.find(([begins]) => what.startsWith(begins)) : null) ?? [
    '',
    '',
  ];
  const words = `${figure} ${one}${what.slice(several.length)}`;
  return count === 1 ? words.replace(' eSIMs have not been', ' eSIMs has not been') : words;
}

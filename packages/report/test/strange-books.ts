import { REPORT_KINDS } from '@roamwatch/core';
import {
  FEBRUARY,
  openBooks,
  packageRow,
  purchaseRow,
  reconciliationRow,
  usageRow,
} from './memory-source.js';

/** Every kind under its present name. */
export const KINDS = REPORT_KINDS.filter((kind) => kind !== 'allocation');

/** What spreadsheets, shells and parsers trip over. */
const STRANGE = {
  label: 'Zoë "Z", 1/2;\r\nline two',
  costCentre: '=1+1',
  glCode: '00420',
  project: "O'Neill | #",
};
export const USAGE = [
  usageRow(STRANGE),
  usageRow({ iccid: '8944000000000000009', location: '', label: '', usedBytes: 9_007_199_254_740_991 }),
  usageRow({ usageDate: '2026-02-28', esimId: '1e5', usedBytes: -5_242_880, chargeClass: 'Correction' }),
  usageRow({ iccid: null, esimId: 'NULL', label: 'NA', project: 'true', usedBytes: 0 }),
];
const BOUGHT = [
  purchaseRow({ ...STRANGE, price: '3.40', currency: 'USD' }),
  purchaseRow({ price: '0.125', currency: 'KWD', purchasedAt: FEBRUARY + 90_061 }),
  purchaseRow({ price: '5', type: 'refund', currency: 'JPY', packageName: '1-2', packageId: '0012' }),
  purchaseRow({ price: null, currency: '' }),
];
/** A month of which every kind of report has rows. */
export const SOURCE = openBooks({
  usage: USAGE,
  purchases: BOUGHT,
  reconciliation: [reconciliationRow(STRANGE)],
  packages: BOUGHT.map((bought) => packageRow(bought)),
});

import type { BalanceChange } from '../../push/event.js';
import { coversBySeverity } from '../severity.js';
import type { FindingOf, Threshold } from './finding.js';
import { ABOUT_THE_ESIM, type AlertKind } from './rule-module.js';
import type { Measured } from './verdict.js';

/** The balance of the account according to the provider's push. */
export interface AccountBalance {
  readonly change: BalanceChange;
  /** Decimal text; null where the event lacks it. */
  readonly balance: string | null;
  /** Likewise: what the provider calls low. */
  readonly threshold: string | null;
  readonly currency: string | null;
}

export interface BalanceThreshold extends Threshold {
  readonly change: Exclude<BalanceChange, 'topped-up'>;
}

export type AccountBalanceFinding = FindingOf<'account-balance', AccountBalance, BalanceThreshold>;

const LOW: BalanceThreshold = { severity: 'warning', change: 'low' };
const INSUFFICIENT: BalanceThreshold = { severity: 'critical', change: 'insufficient' };

/** The built-in rule about the account: only the provider's push reports its balance. */
export const accountBalance: AlertKind<AccountBalanceFinding> = {
  type: 'account-balance',
  recovery: ABOUT_THE_ESIM,
  urgency: 1,
  helpedByTopUp: false,
  mutedBy: null,
  covers: ({ reached: before }, { reached }) =>
    coversBySeverity(before.severity, reached.severity, () => true),
};

/** A low balance is a warning, one that no package can be bought of is critical. */
export function judgeBalance(measured: AccountBalance): Measured<AccountBalanceFinding> {
  const { change } = measured;
  const reached = change === 'topped-up' ? null : change === 'low' ? LOW : INSUFFICIENT;
  const next = change === 'topped-up' ? LOW : change === 'low' ? INSUFFICIENT : null;
  return {
    kind: 'measured',
    rank: reached === null ? 0 : reached === LOW ? 1 : 2,
    clear: change === 'topped-up',
    finding: { kind: 'account-balance', measured, reached, next, nextAt: null },
  };
}

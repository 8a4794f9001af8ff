import type { UnixSeconds } from '../../time/instant.js';
import type { Alert, Evaluation } from '../alert.js';
import { type AccountBalance, accountBalance, judgeBalance } from '../rules/account-balance.js';
import { kindOf } from '../rules/registry.js';
import { transition } from './transition.js';

/** The name of the built-in rule. */
export const ACCOUNT_BALANCE = accountBalance.type;

/**
 * Decides on the one alert about the account: it opens when the balance is low, escalates when it is insufficient, and
 * resolves when the account is topped up. Null when nothing changes.
 *
 * @param alert the newest alert about the account, open or resolved.
 */
export function evaluateBalance(
  balance: AccountBalance,
  alert: Alert | null,
  now: UnixSeconds,
): Evaluation | null {
  const verdict = judgeBalance(balance);
  const decision = transition(kindOf(ACCOUNT_BALANCE), alert, verdict, { now, isNews: true });
  if (decision.kind === 'leave') return null;
  return {
    rule: ACCOUNT_BALANCE,
    ruleType: ACCOUNT_BALANCE,
    epoch: 0,
    verdict,
    decision,
    alert,
    inhibitedBy: null,
  };
}

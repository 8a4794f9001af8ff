/** The setting with the last event about the balance that was applied. */
export const BALANCE_MEMORY = 'push.balance';

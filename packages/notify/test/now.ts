/** Mon 3 Feb 2025, 12:00 GMT. */
export const NOW = 1_738_584_000;

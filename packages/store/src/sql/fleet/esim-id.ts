import { type RawBuilder, sql } from 'kysely';

/** The eSIM id that the provider has for a card now; reports name a card by the first it had. */
export const currentEsimId: RawBuilder<string> = sql<string>`coalesce(esim.listed_as, esim.esim_id)`;

/** The key of the card that an eSIM id means, now or before; null when it is unknown. */
export function keyOfEsimId(esimId: string | RawBuilder<string>): RawBuilder<number | null> {
  return sql<number | null>`coalesce((select esim from esim_alias where esim_alias.esim_id = ${esimId}),
    (select id from esim as named where named.esim_id = ${esimId}))`;
}

import type { Database } from '../database/database.js';

/** Neighbouring row numbers of eSIMs: greater than `after`, up to `upTo`. */
export interface EsimWindow {
  readonly after: number;
  readonly upTo: number;
}

/** Few enough that a look-up or two for each delays nothing else. */
const ESIMS_A_WINDOW = 2_000;

/** All eSIMs in windows; between two of them others get their turn. */
export function esimWindows(database: Database): () => AsyncGenerator<EsimWindow> {
  const last = database.prepare((db) =>
    db.selectFrom('esim').select((esims) => esims.fn.max<number | null>('id').as('id')),
  );
  return async function* () {
    const end = (await last.get({}))?.id ?? 0;
    for (let after = 0; after < end; after += ESIMS_A_WINDOW) {
      yield { after, upTo: after + ESIMS_A_WINDOW };
      await database.othersTurn();
    }
  };
}

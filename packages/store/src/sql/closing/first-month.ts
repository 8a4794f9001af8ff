import { monthOf, monthText } from '../../schema/day.js';
import type { ClosingStore } from '../../stores/closing-store.js';
import type { Database } from '../database/database.js';

/** Looks up each eSIM's first day by the primary key: reading all daily rows takes a hundred times as long. */
export function firstMonthWithRows(database: Database): ClosingStore['firstMonthWithRows'] {
  const days = database.prepare((db) =>
    db
      .selectFrom((esims) =>
        esims
          .selectFrom('esim')
          .select((of) =>
            of
              .selectFrom('daily_usage')
              .select((day) => day.fn.min('date').as('date'))
              .whereRef('daily_usage.esim', '=', 'esim.id')
              .$asScalar()
              .as('date'),
          )
          .as('first'),
      )
      .select((first) => first.fn.min('first.date').as('date')),
  );
  const purchases = database.prepare((db) =>
    db.selectFrom('purchase').select((of) => of.fn.min('dated_at').as('at')),
  );
  return async () => {
    const date = (await days.get({}))?.date ?? null;
    const at = (await purchases.get({}))?.at ?? null;
    const months = [
      ...(date === null ? [] : [Math.floor(date / 100)]),
      ...(at === null ? [] : [monthOf(at)]),
    ];
    return months.length === 0 ? null : monthText(Math.min(...months));
  };
}

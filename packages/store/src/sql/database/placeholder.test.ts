import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely';
import { expect, test } from 'vitest';
import { filler, openPlaces } from './placeholder.js';

const db = new Kysely({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

const places = openPlaces<{ esim: number; 'a "quoted" name': string | null }>();

test('fills every open place by its name, and keeps the parameters of the query', () => {
  const { parameters } =
    sql`${places['a "quoted" name']} ${'constant'} ${places.esim} ${null} ${places.esim}`.compile(db);
  const fill = filler(parameters);
  expect(fill({ esim: 7, 'a "quoted" name': 'text' })).toEqual(['text', 'constant', 7, null, 7]);
  expect(fill({ esim: 8, 'a "quoted" name': null })).toEqual([null, 'constant', 8, null, 8]);
});

test('a place without a value is null', () => {
  expect(filler(sql`${places.esim}`.compile(db).parameters)({})).toEqual([null]);
});

import { defineConfig } from 'vitest/config';

const WORKSPACE = '../../vitest.config.ts';

/** One suite over both databases, and beside it what only one of them does. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
    projects: [
      { extends: WORKSPACE, test: { name: 'sqlite', exclude: ['test/postgres/**'] } },
      {
        extends: WORKSPACE,
        test: {
          name: 'postgres',
          exclude: ['src/**', 'test/sqlite/**'],
          globalSetup: ['test/postgres/server.ts'],
          env: { ROAMWATCH_SUITE: 'postgres' },
        },
      },
    ],
  },
});

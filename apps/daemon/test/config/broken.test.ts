import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../../src/config/index.js';

const FOLDER = fileURLToPath(new URL('broken/', import.meta.url));
const ENV = { ROAMIFY_API_TOKEN: 'a-token' };

/** Each configuration is named after its fault and is stored beside the message it must give. */
const faults = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''));

describe('a broken configuration', () => {
  test.each(faults)('%s', (fault) => {
    const expected = readFileSync(`${FOLDER}${fault}.txt`, 'utf8');
    expect(`${messageFor(`${FOLDER}${fault}.yaml`)}\n`).toBe(expected);
  });

  test('never shows a secret', () => {
    for (const fault of faults) expect(messageFor(`${FOLDER}${fault}.yaml`)).not.toContain('planted-secret');
  });

  test('has a message for each and no message without one', () => {
    const messages = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
    expect(messages).toEqual(faults.map((fault) => `${fault}.txt`));
  });
});

function messageFor(file: string): string {
  try {
    loadConfig(file, ENV);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(FOLDER, '');
    throw error;
  }
  throw new Error(`${file} loads`);
}

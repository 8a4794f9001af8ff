import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHookCatcher } from '@roamwatch/test-peers';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { expect, onTestFinished, test } from 'vitest';
import { createWebhookChannel } from '../src/index.js';
import { MIXED } from './messages.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The code block of a language that contains a text. */
function example(language: string, holding: string): string {
  const blocks = [...README.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))];
  const block = blocks.map(([, code]) => code ?? '').find((code) => code.includes(holding));
  if (!block) throw new Error(`the README has no ${language} example with ${holding}`);
  return block;
}

const SECRET = 'a shared secret, ünï';

async function aRequest() {
  const hook = await startHookCatcher();
  const channel = createWebhookChannel({ url: hook.url, secret: SECRET });
  onTestFinished(async () => {
    await channel.close();
    await hook.close();
  });
  await channel.deliver(MIXED, '');
  const [request] = hook.received;
  if (!request) throw new Error('nothing arrived');
  return { body: request.body, signature: request.headers['x-roamwatch-signature'] ?? '' };
}

const CALLS = {
  node: {
    file: 'check.mjs',
    program: process.execPath,
    code: () => `${example('ts', 'isFromRoamwatch').replace('(rawBody: Buffer, header: string, secret: string): boolean', '(rawBody, header, secret)')}
import { readFileSync } from 'node:fs';
const [body, header, secret] = process.argv.slice(2);
console.log(isFromRoamwatch(readFileSync(body), header, secret));`,
  },
  python: {
    file: 'check.py',
    program: 'python3',
    code: () => `${example('python', 'is_from_roamwatch')}
import sys
print(str(is_from_roamwatch(open(sys.argv[1], "rb").read(), sys.argv[2], sys.argv[3])).lower())`,
  },
};

/** Those that this machine can run. */
const LANGUAGES = (['node', 'python'] as const).filter(
  (language) => !spawnSync(CALLS[language].program, ['--version']).error,
);

test.each(LANGUAGES)('the signature check for %s distinguishes ours from others', async (language) => {
  const { file, program, code } = CALLS[language];
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-readme-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { body, signature } = await aRequest();
  const ask = (content: Buffer, header: string) => {
    writeFileSync(join(folder, file), code());
    writeFileSync(join(folder, 'body'), content);
    const { stdout } = spawnSync(program, [join(folder, file), join(folder, 'body'), header, SECRET]);
    return stdout.toString().trim();
  };

  expect(ask(body, signature)).toBe('true');
  expect(ask(Buffer.concat([body, Buffer.from(' ')]), signature)).toBe('false');
  expect(ask(body, 'ü')).toBe('false');
});

test('the payload in the README fits the schema', () => {
  const ajv = new Ajv2020({ allowUnionTypes: true });
  formats.default(ajv);
  const schema = JSON.parse(readFileSync(new URL('../webhook.schema.json', import.meta.url), 'utf8'));
  const fits = ajv.compile(schema);

  expect(fits(JSON.parse(example('json', '"version": 1'))), JSON.stringify(fits.errors)).toBe(true);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { folderWith } from './folder.js';

/** The contract's example, word for word but for where the secrets lie. */
export function contractExample(): { readonly folder: string; readonly file: string } {
  const secret = (name: string, value = `secret-of-${name}`) => ({ [`secrets/${name}`]: `${value}\n` });
  const folder = folderWith({
    ...secret('roamify-token'),
    ...secret('slack', 'https://hooks.example.com/secret-of-slack'),
    ...secret('teams', 'https://teams.example.com/secret-of-teams'),
    ...secret('hook'),
    ...secret('smtp'),
    ...secret('http-token'),
    ...secret('roamify-push'),
    'roamwatch.yaml': readFileSync(new URL('contract-example.txt', import.meta.url), 'utf8').replaceAll(
      '/run/',
      './',
    ),
  });
  return { folder, file: join(folder, 'roamwatch.yaml') };
}

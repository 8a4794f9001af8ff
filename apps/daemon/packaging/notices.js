import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/**
 * Names, versions and licence texts of the packages that `modules` (absolute paths) come from, as those licences require of
 * those who pass the code on. Throws when a package has none.
 */
export function noticesOf(modules) {
  const folders = new Set(modules.filter(isOthers).map(packageFolder));
  return [...folders]
    .sort()
    .map(notice)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function isOthers(module) {
  return module.includes(`${sep}node_modules${sep}`);
}

function packageFolder(module) {
  let folder = dirname(module);
  while (!hasName(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** Some packages carry nameless manifests inside, which only say what kind of modules lie beside them. */
function hasName(manifest) {
  return existsSync(manifest) && 'name' in JSON.parse(readFileSync(manifest, 'utf8'));
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (typeof license !== 'string') throw new Error(`${name} ${version} does not name its licence`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license})\n${text}`;
}

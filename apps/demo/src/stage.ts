import colours from 'picocolors';

/** A headline, and what it is about in a sentence or two, wrapped for a terminal. */
export function stage(title: string, about: string): void {
  process.stdout.write(`\n${colours.bold(title)}\n${wrapped(about)}\n`);
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}

const WIDTH = 96;

function wrapped(text: string): string {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

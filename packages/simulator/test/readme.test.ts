import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { FAULT_KINDS, optionsOfScript, RECIPES } from '../src/index.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const BIN = fileURLToPath(new URL('../bin/roamwatch-simulator.js', import.meta.url));
const commands = [...README.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) =>
  block.trim().split('\n'),
);

/** A folder for what the commands write, and the simulator that the last of them started. */
class Terminal {
  readonly folder = mkdtempSync(join(tmpdir(), 'roamwatch-simulator-'));
  #running: { process: ChildProcess; url: string } | null = null;

  async run(command: string): Promise<string> {
    return command.startsWith('curl') ? this.#request(command) : this.#simulator(command);
  }

  /** Ctrl-C, which must end well. */
  async stop(): Promise<void> {
    const program = this.#running?.process;
    this.#running = null;
    if (program === undefined) return;
    const ended = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGINT');
    expect(await ended).toBe(0);
  }

  async #simulator(command: string): Promise<string> {
    const [line = '', file] = command.split(' > ');
    const args = line.split(' ').slice(2);
    const prints = args.some((arg) => /^--(list|show|help)/.test(arg));
    if (!prints) {
      await this.stop();
      args.push('--port', '0');
    }
    const program = spawn(process.execPath, [BIN, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    await new Promise<void>((resolve, reject) => {
      program.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (!prints && said.includes('Ctrl-C')) resolve();
      });
      program.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`)),
      );
    });
    if (!prints) this.#running = { process: program, url: /http:\S+/.exec(said)?.[0] ?? '' };
    if (file !== undefined) writeFileSync(join(this.folder, file), said);
    return said;
  }

  async #request(command: string): Promise<string> {
    const option = (name: string) =>
      new RegExp(`-${name} (?:'([^']*)'|(\\S+))`).exec(command)?.slice(1).find(Boolean);
    const [, path = ''] = /http:\/\/127\.0\.0\.1:8788([^' ]*)/.exec(command) ?? [];
    const [name = 'x-none', value = ''] = option('H')?.split(': ') ?? [];
    const body = option('d');
    const response = await fetch(`${this.#running?.url}${path}`, {
      method: option('X') ?? 'GET',
      headers: { [name]: value },
      ...(body !== undefined && { body }),
    });
    expect([command, response.status]).toEqual([command, 200]);
    return response.text();
  }
}

test('every command works, in its order', async () => {
  const terminal = new Terminal();
  onTestFinished(async () => {
    await terminal.stop();
    rmSync(terminal.folder, { recursive: true, force: true });
  });
  expect(commands.length).toBeGreaterThan(8);
  const said = new Map<string, string>();
  for (const command of commands) said.set(command, await terminal.run(command));
  const outputOf = (part: string) => said.get(commands.find((command) => command.includes(part)) ?? '') ?? '';
  expect(JSON.parse(outputOf('limit=3'))).toMatchObject({ data: [{}, {}, {}] });
  expect(JSON.parse(outputOf('/state'))).toMatchObject({ data: { esims: 300, faults: 1 } });
  expect(outputOf('--recipe runs-dry-today')).toContain('Recipe runs-dry-today: most of the fleet');
  for (const { sees } of RECIPES) expect(outputOf('--list-recipes')).toContain(`You see ${sees}.`);
  for (const kind of Object.keys(FAULT_KINDS)) expect(outputOf('--list-faults')).toContain(`${kind}: `);
  for (const flag of ['--recipe', '--script', '--speed', '--list-recipes', '--version']) {
    expect(outputOf('--help')).toContain(flag);
  }
});

test('the script of the README can be read, and its table has every recipe', () => {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'script.yaml');
  writeFileSync(file, /```yaml\n(.*?)```/s.exec(README)?.[1] ?? '');
  expect(optionsOfScript(file)).toMatchObject({ size: 40, newPerDay: 2, faults: [{}, {}, {}, {}] });
  for (const { name, about, sees } of RECIPES) {
    const row = README.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    expect(row?.replace(/\s+\|/g, ' |')).toBe(`| \`${name}\` | ${about} | ${sees} |`);
  }
});

test.each([
  [['--sise', '3'], "error: unknown option '--sise'\n(Did you mean --size?)"],
  [['--size'], "error: option '--size <number>' argument missing"],
  [['--size', 'many'], '--size needs a number, not "many"'],
  [['--recipe', 'outag'], '--recipe has no "outag"; did you mean "outage"? --list-recipes shows all'],
  [
    ['--script', 'nowhere.yaml'],
    'nowhere.yaml: the fault script does not exist; see one with "--show-recipe outage"',
  ],
  [['--port', '70000'], '--port must be a whole number from 0 to 65535, not 70000'],
  [['extra'], 'error: too many arguments. Expected 0 arguments but got 1: extra.'],
] as const)('%j ends with 2 and one sentence', async (args, sentence) => {
  const program = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  program.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const code = await new Promise((resolve) => program.once('close', resolve));
  expect([code, said.trim()]).toEqual([2, sentence]);
});

test('a port that is in use is named', async () => {
  const terminal = new Terminal();
  onTestFinished(async () => {
    await terminal.stop();
    rmSync(terminal.folder, { recursive: true, force: true });
  });
  const port = /:(\d+) /.exec(await terminal.run('npx @roamwatch/simulator'))?.[1] ?? '';
  const second = spawn(process.execPath, [BIN, '--port', port], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  second.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await new Promise((resolve) => second.once('close', resolve))).toBe(2);
  expect(said).toBe(`port ${port} is in use: choose another with --port\n`);
});

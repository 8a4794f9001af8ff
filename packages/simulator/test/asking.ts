import { onTestFinished } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../src/index.js';

/** A simulator that ends with its test. */
export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Requests from the API like any client, with the simulator's token by default. */
export async function ask(
  simulator: Simulator,
  path: string,
  init: RequestInit & { readonly token?: string } = {},
): Promise<Asked> {
  const { token = simulator.token, headers, ...rest } = init;
  const response = await fetch(simulator.url + path, {
    ...rest,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

export async function askData<T>(simulator: Simulator, path: string): Promise<T> {
  const { text } = await ask(simulator, path);
  return (JSON.parse(text) as { data: T }).data;
}

export function postJson(simulator: Simulator, path: string, body: unknown): Promise<Asked> {
  return ask(simulator, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

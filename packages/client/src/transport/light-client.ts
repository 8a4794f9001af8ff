import type { Client } from 'openapi-fetch';
import type { Answer } from '../caller.js';
import type { Base } from './base-url.js';
import { LightRequest, type LightResponse } from './fetch.js';

interface Options {
  readonly fetch: (request: LightRequest) => Promise<LightResponse>;
  readonly params?: { readonly query?: Readonly<Record<string, string | number | boolean | undefined>> };
  readonly body?: unknown;
  readonly parseAs?: 'stream';
}

/**
 * Requests of the operations that `Paths` describes, made of what every call has a `fetch` of its own for. The types are those of
 * openapi-fetch. Its code would merge headers, of which there are none here, into one of Node's own `fetch`: loading that takes a
 * twentieth of a program's start, and making it for every call a microsecond.
 */
export function createLightClient<Paths extends object>(base: Base): Client<Paths> {
  const send = async (path: string, { fetch, params, body, parseAs }: Options): Promise<Answer> => {
    const url = `${base.prefix}${path}${queryOf(params?.query)}`;
    const response = await fetch(
      new LightRequest(url, body === undefined ? {} : { body: JSON.stringify(body) }),
    );
    const isEmpty = response.status === 204 || response.headers.get('Content-Length') === '0';
    if (response.ok) return { data: isEmpty ? undefined : await dataOf(response, parseAs), response };
    return { error: isEmpty ? undefined : parsed(await response.text()), response };
  };
  return { GET: send, POST: send } as unknown as Client<Paths>;
}

function queryOf(query: NonNullable<Options['params']>['query'] = {}): string {
  let text = '';
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) text += `${text === '' ? '?' : '&'}${name}=${encodeURIComponent(value)}`;
  }
  return text;
}

function dataOf(response: LightResponse, parseAs: Options['parseAs']): unknown {
  return parseAs === 'stream' ? response.body : response.json();
}

/** Errors come as some text, too. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

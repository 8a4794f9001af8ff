import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { canonicalIccid } from '@roamwatch/core';
import type { Faults } from '../faults/faults.js';
import { answerOf, spoiltBy } from '../faults/strike.js';
import type { Settings } from '../options.js';
import { failed } from '../wire/answer.js';
import { FAILURES, type Failure, methodNotAllowed } from '../wire/failure.js';
import type { Account } from './account.js';
import { readJson } from './body.js';
import type { RequestCounts } from './request-counts.js';
import { ROUTES } from './routes.js';
import { send } from './send.js';

const DEFAULT_DELAY_MS = 2_000;

/** Answers one request to the API: route, token, faults, then the account. */
export async function handle(
  parts: { settings: Settings; account: Account; faults: Faults; counts: RequestCounts },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { settings, account, faults, counts } = parts;
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  const query = new URLSearchParams(search);
  const route = ROUTES.get(path);
  const operation = route?.method === request.method ? route?.operation(query) : undefined;
  counts[operation ?? 'unknown']++;

  const refusal = refuse(settings, request.headers.authorization);
  if (refusal !== null) return send(request, response, failed(refusal));
  if (route === undefined) return send(request, response, failed(FAILURES.noSuchPath));
  if (operation === undefined) return send(request, response, failed(methodNotAllowed(route.method)));

  const body = operation === 'apply' ? await readJson(request) : { value: {} };
  if ('refused' in body) return send(request, response, failed(body.refused));
  const esimId = operation === 'apply' ? textOrNull(body.value.esimId) : query.get('esimId');
  const referenceId = operation === 'apply' ? textOrNull(body.value.referenceId) : null;
  const subject = { operation, iccid: query.get('iccid'), esimId };

  // A fault names its eSIM by the digits, however this account spells them.
  const { iccid } = subject;
  const striking = faults.strike({
    ...subject,
    iccid: iccid === null ? null : (canonicalIccid(iccid) ?? iccid),
  });
  const delay = striking.find(({ kind }) => kind === 'slow');
  if (delay !== undefined) await pause(delay.delayMs ?? DEFAULT_DELAY_MS, undefined, { ref: false });
  if (striking.some(({ kind }) => kind === 'hang')) return;
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  const instead = striking.map((fault) => answerOf(fault, token)).find((answer) => answer !== null);
  const spoiling = striking.find((fault) => spoiltBy(fault) !== null);
  const answer = instead ?? (await account.answer({ ...subject, referenceId, query, faults: striking }));
  return send(
    request,
    response,
    answer,
    spoiling === undefined ? null : spoiltBy(spoiling),
    spoiling?.delayMs,
  );
}

function refuse(settings: Settings, authorization: string | undefined): Failure | null {
  if (authorization === `Bearer ${settings.token}`) return null;
  return authorization === `Bearer ${settings.powerlessToken}` ? FAILURES.forbidden : FAILURES.unauthorized;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

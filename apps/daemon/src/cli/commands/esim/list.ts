import { listFleet } from '@roamwatch/client';
import { DOCUMENTED_STATUSES, formatInstant, type ListedEsim, type Rejected } from '@roamwatch/core';
import { nearest } from '../../../config/nearest.js';
import { say } from '../../failure.js';
import { printResult } from '../../output.js';
import { table } from '../../terminal/table.js';
import { esimJson } from './profile.js';
import { type ApiAccess, sayRejected } from './with-api.js';

interface Listing {
  readonly esims: readonly ListedEsim[];
  readonly rejected: readonly Rejected[];
  /** Why there may be more; null when these are all that were asked for. */
  readonly shortfall: string | null;
}

/** Resolves to the exit code: 1 when eSIMs are missing, or cannot be read. */
export async function listEsims(
  access: ApiAccess,
  status: string | null,
  limit: number | null,
): Promise<0 | 1> {
  const wanted = status?.toUpperCase() ?? null;
  const { esims, rejected, shortfall } =
    limit === null ? await wholeFleet(access, wanted) : await oneCall(access, wanted, limit);
  printResult(access.options, esims.map(esimJson), () =>
    esims.length === 0 ? noneText(wanted) : inWords(esims, access.config.timeZone),
  );
  sayRejected(rejected);
  if (shortfall !== null) say(`the list may be incomplete: ${shortfall}`);
  return rejected.length > 0 || shortfall !== null ? 1 : 0;
}

async function wholeFleet({ api, signal }: ApiAccess, status: string | null): Promise<Listing> {
  const byId = new Map<string, ListedEsim>();
  const rejected: Rejected[] = [];
  const listing = listFleet(api, {
    remembered: new Map(),
    signal,
    statuses: status === null ? [] : [status],
  });
  let step = await listing.next();
  for (; !step.done; step = await listing.next()) {
    for (const esim of step.value.esims) byId.set(esim.esimId, esim);
    rejected.push(...step.value.rejected);
  }
  const esims = [...byId.values()].filter((esim) => status === null || esim.status === status);
  return { esims, rejected, shortfall: step.value.reason };
}

async function oneCall({ api, signal }: ApiAccess, status: string | null, limit: number): Promise<Listing> {
  const esims: ListedEsim[] = [];
  const rejected: Rejected[] = [];
  for await (const batch of api.listEsims({ limit, signal, ...(status !== null && { status }) })) {
    esims.push(...batch.esims);
    rejected.push(...batch.rejected);
  }
  return { esims, rejected, shortfall: null };
}

function noneText(status: string | null): string {
  if (status === null) return 'The account has no eSIMs.';
  const meant = nearest(status, DOCUMENTED_STATUSES);
  const hint = meant === null || meant === status ? '' : `; did you mean ${meant}?`;
  return `No eSIM has the status ${status}${hint}`;
}

function inWords(esims: readonly ListedEsim[], zone: string): string {
  const rows = esims.map((esim) => [
    esim.iccid ?? 'none yet',
    esim.status,
    esim.esimId,
    esim.createdAt === null ? '' : formatInstant(esim.createdAt, zone),
    remarkOn(esim),
  ]);
  return table(['ICCID', 'STATUS', 'ESIM ID', 'CREATED', 'REMARK'], rows);
}

function remarkOn(esim: ListedEsim): string {
  return [esim.unlimited ? 'unlimited' : '', esim.usageCheck ? '' : 'no usage check']
    .filter((remark) => remark !== '')
    .join(', ');
}

import { canUseData, cardOfEntry, type EsimKey, type KnownCard, type ListedEsim } from '@roamwatch/core';
import { type StoredEsim, saysTheSame, toColumns } from './listed.js';

/** Another eSIM id that a card was listed under. */
export interface Alias {
  readonly esimId: string;
  readonly esim: EsimKey;
}

/** The rows to write for a page of the list. */
export interface ListingChanges {
  readonly changed: readonly StoredEsim[];
  /** Their keys are negative, and represent them in `aliases`. */
  readonly added: readonly StoredEsim[];
  readonly aliases: readonly Alias[];
  /** Keys of the cards listed that were known before, ascending. */
  readonly listed: readonly EsimKey[];
}

/** A page of the list, held against what is stored under its eSIM ids. */
export interface ComparedPage {
  /** Entries that are new or changed. */
  readonly newlySaid: readonly ListedEsim[];
  /** Keys of the cards that the other entries speak about, ascending. */
  readonly unchanged: readonly EsimKey[];
}

export function compareWithStored(
  esims: readonly ListedEsim[],
  stored: readonly StoredEsim[],
  aliases: readonly Alias[],
): ComparedPage {
  const rows = rowsByEsimId(stored, aliases);
  const newlySaid: ListedEsim[] = [];
  const unchanged = new Set<EsimKey>();
  for (const entry of esims) {
    const row = rows.get(entry.esimId);
    if (row !== undefined && saysTheSame(row, entry)) unchanged.add(row.id);
    else newlySaid.push(entry);
  }
  return { newlySaid, unchanged: ascending(unchanged) };
}

/**
 * The changes that a page of the list makes to the stored fleet, entry by entry: an eSIM can come twice, and take the card of another.
 *
 * @param stored rows of the page's eSIM ids, aliases and ICCIDs
 */
export function decideListing(
  esims: readonly ListedEsim[],
  stored: readonly StoredEsim[],
  aliases: readonly Alias[],
): ListingChanges {
  const rows = new Map(stored.map((row) => [row.id, row]));
  const byId = new Map([...rowsByEsimId(stored, aliases)].map(([esimId, { id }]) => [esimId, id]));
  const byIccid = new Map(
    stored.flatMap(({ id, iccid, iccid_moved_at }) =>
      iccid === null || iccid_moved_at !== null ? [] : [[iccid, id] as const],
    ),
  );
  const given = new Map<string, EsimKey>();
  const changed = new Set<EsimKey>();
  const listed = new Set<EsimKey>();
  let added = 0;

  const put = (before: StoredEsim | undefined, after: StoredEsim) => {
    if (before?.iccid && byIccid.get(before.iccid) === before.id) byIccid.delete(before.iccid);
    if (after.iccid !== null) byIccid.set(after.iccid, after.id);
    rows.set(after.id, after);
    changed.add(after.id);
  };
  const pointTo = (esimId: string, key: EsimKey) => {
    byId.set(esimId, key);
    given.set(esimId, key);
  };

  for (const entry of usableLast(esims)) {
    const ofId = rows.get(byId.get(entry.esimId) ?? 0);
    if (ofId !== undefined && saysTheSame(ofId, entry)) {
      listed.add(ofId.id);
      continue;
    }
    const ofIccid = rows.get(byIccid.get(entry.iccid ?? '') ?? 0);
    const found = cardOfEntry(entry, toCard(ofIccid), toCard(ofId));
    if (found.kind === 'outdated') continue;
    if (found.kind === 'new') {
      added += 1;
      const row = { ...NOTHING, id: -added, esim_id: found.esimId };
      put(undefined, saidOf(entry, row, undefined));
      byId.set(found.esimId, row.id);
      if (found.esimId !== entry.esimId) pointTo(entry.esimId, row.id);
      continue;
    }
    const card = rows.get(found.card.key);
    if (card === undefined) continue;
    listed.add(card.id);
    if (ofId?.id !== card.id && (ofId !== undefined || card.esim_id !== entry.esimId)) {
      pointTo(entry.esimId, card.id);
    }
    if (!saysTheSame(card, entry)) put(card, saidOf(entry, card, card));
  }

  const written = [...changed].flatMap((key) => rows.get(key) ?? []);
  return {
    changed: written.filter(({ id }) => id > 0),
    added: written.filter(({ id }) => id < 0),
    aliases: [...given].map(([esimId, esim]) => ({ esimId, esim })),
    listed: ascending(listed).filter((key) => key > 0),
  };
}

function rowsByEsimId(stored: readonly StoredEsim[], aliases: readonly Alias[]): Map<string, StoredEsim> {
  const rows = new Map(stored.map((row) => [row.esim_id, row]));
  const keys = new Map(aliases.length === 0 ? [] : stored.map((row) => [row.id, row]));
  for (const { esimId, esim } of aliases) {
    const row = keys.get(esim);
    if (row !== undefined) rows.set(esimId, row);
  }
  return rows;
}

function ascending(keys: Iterable<EsimKey>): EsimKey[] {
  return [...keys].sort((a, b) => a - b);
}

function saidOf(entry: ListedEsim, row: StoredEsim, known: StoredEsim | undefined): StoredEsim {
  return {
    ...row,
    ...toColumns(entry, known),
    listed_as: row.esim_id === entry.esimId ? null : entry.esimId,
    iccid_moved_at: null,
    left_list_at: null,
  };
}

/** Where one card comes twice, the entry of the eSIM that may be polled speaks last. */
function usableLast(esims: readonly ListedEsim[]): readonly ListedEsim[] {
  const iccids = esims.flatMap(({ iccid }) => iccid ?? []);
  if (new Set(iccids).size === iccids.length) return esims;
  return [
    ...esims.filter(({ status }) => !canUseData(status)),
    ...esims.filter(({ status }) => canUseData(status)),
  ];
}

function toCard(row: StoredEsim | undefined): KnownCard | null {
  if (row === undefined) return null;
  return {
    key: row.id,
    esimId: row.esim_id,
    listedAs: row.listed_as ?? row.esim_id,
    iccid: row.iccid,
    status: row.status,
    hasLeft: row.left_list_at !== null,
  };
}

/** A row of which nothing is known yet. */
export const NOTHING: StoredEsim = {
  id: 0,
  esim_id: '',
  listed_as: null,
  iccid: null,
  request_iccid: null,
  iccid_moved_at: null,
  status: '',
  usage_check: 0,
  unlimited: 0,
  top_up: 0,
  notes: '[]',
  created_at: null,
  updated_at: null,
  expires_at: null,
  first_seen_at: 0,
  left_list_at: null,
};

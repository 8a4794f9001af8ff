import { canonicalIccid, type EsimKey } from '@roamwatch/core';
import type { FoundEsim } from '@roamwatch/store';
import { idArgument } from './arguments.js';
import { say, UsageError } from './failure.js';
import { tableOf } from './terminal/table.js';
import type { StoreAccess } from './with-store.js';

/** The ways to name one eSIM. */
export interface WhichOptions {
  readonly iccid?: string;
  readonly esimId?: string;
}

/** The text that names it: the argument or one of the options. */
export function oneWhich(
  argument: string | undefined,
  { iccid, esimId }: WhichOptions,
  usage: string,
): string {
  const given = [argument, iccid, esimId].filter((text) => text !== undefined);
  const [which = '', ...others] = given;
  if (which.trim() === '') throw new UsageError(`missing eSIM. Usage: roamwatch ${usage}`);
  if (others.length > 0)
    throw new UsageError('specify the eSIM once: as the argument, with --iccid or with --esim-id');
  return which.trim();
}

/** As many matches as are listed. */
const LISTED = 50;

/** Fewer digits than that are no ending worth looking for. */
const LEAST_DIGITS = 4;

/**
 * The eSIM that `which` names: an alert (`#3`), an ICCID in any spelling, its last digits, an eSIM ID, or a label.
 *
 * A part of a label will do, unless it must be named `inFull`.
 *
 * @throws UsageError when nothing matches, or several do; those are listed on standard error.
 */
export async function whichEsim(
  access: StoreAccess,
  which: string,
  { inFull = false }: { readonly inFull?: boolean } = {},
): Promise<EsimKey> {
  if (/^#\d+$/.test(which)) return esimOfAlert(access, idArgument(which));
  const iccid = canonicalIccid(which);
  const whole = iccid === null ? null : await access.store.fleet.findByIccid(iccid);
  if (whole !== null) return whole;
  const ending = endingOf(which);
  const found = await access.store.fleet.find({ text: which, ending, now: access.now }, LISTED + 1);
  const exact = found.filter((one) => isExactly(one, which, ending));
  const matches = exact.length > 0 || inFull ? exact : found;
  const [match, ...others] = matches;
  if (match === undefined) {
    const isPolled = (await access.store.cycles.lastGoodAt()) !== null;
    throw new UsageError(isPolled ? noneText(which, iccid) : neverPolledText(which));
  }
  if (others.length === 0) return match.esim;
  say(severalText(which, matches));
  throw new UsageError(`"${which}" is ambiguous: use an ICCID or an eSIM ID from the list`);
}

/**
 * The ICCID of the eSIM that `which` names, for what cannot be undone: a part of a label is not enough. A whole ICCID
 * is taken as it is, because the inventory may have one that the fleet does not.
 *
 * @throws UsageError as {@link whichEsim}, and when the eSIM has no ICCID yet.
 */
export async function whichIccid(access: StoreAccess, which: string): Promise<string> {
  const whole = canonicalIccid(which);
  if (whole !== null) return whole;
  const esim = await whichEsim(access, which, { inFull: true });
  const [facts] = await access.store.fleet.facts([esim], access.now);
  if (facts?.iccid == null) throw new UsageError(`the eSIM that "${which}" names has no ICCID yet`);
  return facts.iccid;
}

async function esimOfAlert({ store }: StoreAccess, id: number): Promise<EsimKey> {
  const alert = await store.alerts.get(id);
  if (alert === null)
    throw new UsageError(`there is no alert ${id}; \`roamwatch alerts\` shows the open alerts`);
  if (alert.esim === null)
    throw new UsageError(`alert ${id} is not about one eSIM; see \`roamwatch alerts show ${id}\``);
  return alert.esim;
}

/** The digits alone; null for what is no end of an ICCID. */
function endingOf(which: string): string | null {
  const digits = which.replace(/[\s\u00a0-]/g, '').replace(/f+$/i, '');
  return /^\d+$/.test(digits) && digits.length >= LEAST_DIGITS ? digits : null;
}

function isExactly({ esimId, label, iccid }: FoundEsim, which: string, ending: string | null): boolean {
  return (
    esimId === which ||
    label?.toLowerCase() === which.toLowerCase() ||
    (ending !== null && (iccid?.endsWith(ending) ?? false))
  );
}

function noneText(which: string, iccid: string | null): string {
  if (iccid !== null)
    return `no eSIM with the ICCID ${iccid} is known. Run \`roamwatch poll\` to read the list`;
  const tooShort = /^\d{1,3}$/.test(which)
    ? `. An ICCID's ending needs at least ${LEAST_DIGITS} digits; an alert is '#${which}', in quotes`
    : '. `roamwatch fleet` lists the eSIMs that are known';
  return `no eSIM matches "${which}"${tooShort}`;
}

function neverPolledText(which: string): string {
  return `no eSIM matches "${which}", because no poll has succeeded yet. Run: roamwatch poll`;
}

function severalText(which: string, matches: readonly FoundEsim[]): string {
  const shown = matches.slice(0, LISTED);
  const count = matches.length > LISTED ? `more than ${LISTED}` : String(matches.length);
  const list = tableOf(
    [
      { title: 'LABEL', cell: ({ label }) => label ?? '', wraps: 10, breaks: true },
      { title: 'ICCID', cell: ({ iccid }) => iccid ?? 'none yet' },
      { title: 'ESIM ID', cell: ({ esimId }) => esimId },
      {
        title: 'STATUS',
        cell: ({ status, leftListAt }) => (leftListAt === null ? status : `${status}, not in the list`),
        drop: 1,
      },
    ],
    shown,
  );
  return `${count} eSIMs match "${which}":\n${list}`;
}

import { canonicalIccid, canUseData, type ListedEsim, type Rejected } from '@roamwatch/core';
import type { Operation } from '../errors.js';
import { aloneContext, type DecodeContext, Decoding } from './decoding.js';
import { arrayOf, decodeEntries, fieldsOf } from './entries.js';
import { unreadable } from './envelope.js';
import type { Fields } from './fields.js';
import { isRecord } from './sample.js';
import { isUnlimited } from './unlimited.js';

/** The data for installing a profile. Secrets and personal data: they exist only where they were requested. Empty when not given. */
export interface Installation {
  /** Address and activation code in one text, `LPA:1$…`: the content of the QR code. */
  readonly lpaCode: string;
  /** The server that a phone downloads the profile from. */
  readonly smdpAddress: string;
  readonly activationCode: string;
  /** Link to a picture of the QR code. */
  readonly qrCodeUrl: string;
  readonly pin: string;
  readonly puk: string;
  /** The phone number of the eSIM. */
  readonly number: string;
  /** Link that starts the installation on an iPhone. */
  readonly iosQuickInstall: string;
  /** The same on Android. */
  readonly androidQuickInstall: string;
}

/** An eSIM with what is needed to install it. */
export interface InstallableEsim extends ListedEsim {
  /** Secrets: neither log nor store them. */
  readonly installation: Installation;
}

/**
 * Throws `unreadable` unless `data` is an eSIM, or an array with it. Without `secrets` everything only an installer
 * needs is discarded.
 */
export function decodeEsim(
  operation: Operation,
  data: unknown,
  secrets: boolean,
  esimId: string | null = null,
  context: DecodeContext = aloneContext(),
): ListedEsim | InstallableEsim {
  const fields = fieldsOf(operation, entryOf(data, esimId), new Decoding(context));
  return readWith(fields, secrets) ?? refuse(operation);
}

/** Throws `unreadable` unless `data` is an array of eSIMs, or a single one. */
export function decodeOrder(
  data: unknown,
  secrets: boolean,
  context: DecodeContext = aloneContext(),
): readonly (ListedEsim | InstallableEsim)[] {
  const entries = isRecord(data) ? [data] : arrayOf('apply', data);
  return entries.map((entry) => decodeEsim('apply', entry, secrets, null, context));
}

/** One batch of the list. Without `secrets` everything only an installer needs is dropped. */
export function decodeEsims(
  entries: readonly unknown[],
  context: DecodeContext = aloneContext(),
  secrets = false,
): { esims: (ListedEsim | InstallableEsim)[]; rejected: Rejected[] } {
  const decoding = new Decoding(context);
  const read = (fields: Fields) => readWith(fields, secrets);
  return { esims: decodeEntries(entries, 'esim', read, decoding), rejected: decoding.rejected };
}

/** Later documentation: an array, when requested by reference. */
function entryOf(data: unknown, esimId: string | null): unknown {
  if (!Array.isArray(data)) return data;
  return data.find((entry) => isRecord(entry) && entry.id === esimId) ?? (data.length === 1 ? data[0] : data);
}

function readWith(fields: Fields, secrets: boolean): ListedEsim | InstallableEsim | null {
  const esim = readEsim(fields);
  if (esim === null || !secrets) return esim;
  return { ...esim, installation: readInstallation(fields.inner('esim')) };
}

function refuse(operation: Operation): never {
  throw unreadable(operation, 'the eSIM has neither id nor ICCID');
}

function readEsim(fields: Fields): ListedEsim | null {
  const spelling = fields.id('iccid');
  const iccid = spelling === null ? null : canonicalIccid(spelling);
  // One without an id goes by its ICCID.
  const esimId = fields.id('id') ?? iccid;
  if (esimId === null) {
    fields.reject('neither id nor ICCID', 'id', 'iccid', 'status');
    return null;
  }
  const status = fields.text('status')?.toUpperCase() ?? null;
  if (status === null) fields.rejectMissing('status');
  // Many may have "pending" or zeros there, and are not one card. Before the profile is generated that is no fault.
  if (spelling !== null && iccid === null && canUseData(status ?? 'UNKNOWN')) {
    fields.rejectField('iccid', 'not an ICCID');
  }
  return {
    esimId,
    iccid,
    ...(spelling !== null && iccid !== null && spelling !== iccid && { requestIccid: spelling }),
    status: status ?? 'UNKNOWN',
    usageCheck: fields.flag('withUsageCheck') ?? true,
    unlimited: isUnlimited(fields),
    topUp: fields.flag('withTopUp') ?? false,
    notes: fields.notes('notes'),
    createdAt: fields.instant('createdAt'),
    updatedAt: fields.instant('updatedAt'),
    expiresAt: fields.instant('expiredAt'),
  };
}

function readInstallation(fields: Fields): Installation {
  const text = (name: string) => {
    const value = fields.wire[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    lpaCode: text('lpaCode'),
    smdpAddress: text('smdpAddress'),
    activationCode: text('activationCode'),
    qrCodeUrl: text('qrCodeUrl'),
    pin: text('pin'),
    puk: text('puk'),
    number: text('number'),
    iosQuickInstall: text('iosQuickInstall'),
    androidQuickInstall: text('androidQuickInstall'),
  };
}

import type { ListedEsim, Rejected } from '@roamwatch/core';
import type { Operation } from '../errors.js';
import { decodeEntries, objectOf } from './entries.js';
import { unreadable } from './envelope.js';
import type { Fields } from './fields.js';

/** What an installer needs. Secrets and personal data: they exist only where they were asked for. Empty when not given. */
export interface Installation {
  readonly lpaCode: string;
  readonly smdpAddress: string;
  readonly activationCode: string;
  readonly qrCodeUrl: string;
  readonly pin: string;
  readonly puk: string;
  readonly number: string;
  readonly iosQuickInstall: string;
  readonly androidQuickInstall: string;
}

/** An eSIM with what is needed to install it. */
export interface InstallableEsim extends ListedEsim {
  readonly installation: Installation;
}

/** Throws `unreadable` unless `data` is an eSIM. Without `secrets` everything only an installer needs is dropped. */
export function decodeEsim(
  operation: Operation,
  data: unknown,
  secrets: boolean,
): ListedEsim | InstallableEsim {
  // Later documentation: an array, when asked for by reference.
  const entry = Array.isArray(data) && data.length === 1 ? data[0] : data;
  const fields = objectOf(operation, entry, []);
  const esim = readEsim(fields);
  if (esim === null) throw unreadable(operation, 'the eSIM has neither id nor ICCID');
  return secrets ? { ...esim, installation: readInstallation(fields.inner('esim')) } : esim;
}

/** One batch of the list. Never with secrets. */
export function decodeEsims(entries: readonly unknown[]): { esims: ListedEsim[]; rejected: Rejected[] } {
  const rejected: Rejected[] = [];
  return { esims: decodeEntries(entries, 'esim', readEsim, rejected), rejected };
}

function readEsim(fields: Fields): ListedEsim | null {
  const iccid = fields.text('iccid');
  // One without an id goes by its ICCID.
  const esimId = fields.text('id') ?? iccid;
  if (esimId === null) {
    fields.reject('neither id nor ICCID', 'id', 'iccid', 'status');
    return null;
  }
  const status = fields.text('status');
  if (status === null) fields.rejectMissing('status');
  return {
    esimId,
    iccid,
    status: status?.toUpperCase() ?? 'UNKNOWN',
    usageCheck: fields.flag('withUsageCheck') ?? true,
    unlimited: fields.inner('data').flag('isUnlimited') ?? false,
    topUp: fields.flag('withTopUp') ?? false,
    notes: fields.texts('notes'),
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

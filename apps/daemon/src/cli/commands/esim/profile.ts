import type { InstallableEsim, Installation } from '@roamwatch/client';
import { formatInstant, type ListedEsim } from '@roamwatch/core';
import { isoInstant } from '../../../iso-instant.js';
import { printResult } from '../../output.js';
import { details } from '../../terminal/table.js';
import { type EsimReference, lookUpEsim } from './look-up.js';
import type { ApiAccess } from './with-api.js';

export async function showEsim(access: ApiAccess, key: EsimReference, secrets: boolean): Promise<void> {
  printEsim(access, await lookUpEsim(access, key, secrets));
}

/** Prints an eSIM, with its installation data when requested. */
export function printEsim({ options, config }: ApiAccess, esim: ListedEsim | InstallableEsim): void {
  printResult(options, esimJson(esim), () => esimInWords(esim, config.timeZone));
}

export function esimJson(esim: ListedEsim | InstallableEsim) {
  return {
    ...esim,
    createdAt: isoInstant(esim.createdAt),
    updatedAt: isoInstant(esim.updatedAt),
    expiresAt: isoInstant(esim.expiresAt),
  };
}

export function esimInWords(esim: ListedEsim | InstallableEsim, zone: string): string {
  const when = (at: number | null) => (at === null ? 'unknown' : formatInstant(at, zone));
  return details([
    ['eSIM ID', esim.esimId],
    ['ICCID', esim.iccid ?? 'none (profile not generated yet)'],
    ['Status', esim.status],
    ['Plan', esim.unlimited ? 'unlimited' : 'metered'],
    ['Usage API', esim.usageCheck ? 'supported' : 'not supported'],
    ['Top-up', esim.topUp ? 'supported' : 'not supported'],
    ['Created', when(esim.createdAt)],
    ['Updated', when(esim.updatedAt)],
    ['Expires', when(esim.expiresAt)],
    ...esim.notes.map((note) => ['Note', note] as const),
    ...('installation' in esim
      ? secretRows(esim.installation)
      : [['Installation', 'hidden (use --show-secrets)'] as const]),
  ]);
}

function secretRows(installation: Installation): readonly (readonly [string, string])[] {
  const rows: readonly (readonly [string, string])[] = [
    ['Activation', installation.activationCode],
    ['LPA', installation.lpaCode],
    ['SM-DP+', installation.smdpAddress],
    ['QR code', installation.qrCodeUrl],
    ['iPhone', installation.iosQuickInstall],
    ['Android', installation.androidQuickInstall],
    ['PIN', installation.pin],
    ['PUK', installation.puk],
    ['Number', installation.number],
  ];
  return rows.filter(([, value]) => value !== '');
}

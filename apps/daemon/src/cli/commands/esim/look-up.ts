import { type InstallableEsim, RoamifyError } from '@roamwatch/client';
import type { ListedEsim } from '@roamwatch/core';
import { CommandFailure } from '../../failure.js';
import type { ApiAccess } from './with-api.js';

/** The ways to name an eSIM to the provider. */
export type EsimReference = { readonly iccid: string } | { readonly esimId: string };

/**
 * Looks an eSIM up.
 *
 * @throws CommandFailure when the provider does not know it, or is still generating its profile.
 */
export async function lookUpEsim(
  { api, signal }: ApiAccess,
  key: EsimReference,
  secrets: boolean,
): Promise<ListedEsim | InstallableEsim> {
  try {
    return await ('iccid' in key
      ? api.esimByIccid(key.iccid, { secrets, signal })
      : api.esimById(key.esimId, { secrets, signal }));
  } catch (error) {
    throw error instanceof RoamifyError ? inWords(error, key) : error;
  }
}

/**
 * The ICCID that calls about one eSIM's data take.
 *
 * @throws CommandFailure when the provider does not know the eSIM, or it has no profile yet.
 */
export async function iccidFor(access: ApiAccess, key: EsimReference): Promise<string> {
  return iccidOf(await lookUpEsim(access, key, false));
}

/** @throws CommandFailure when it has none yet. */
export function iccidOf({ iccid, esimId }: ListedEsim): string {
  if (iccid !== null) return iccid;
  throw new CommandFailure(
    `the eSIM ${esimId} has no ICCID yet, because its profile is not generated. Run: roamwatch esim apply --esim-id ${esimId}`,
  );
}

function inWords(error: RoamifyError, key: EsimReference): Error {
  const name = 'iccid' in key ? `ICCID ${key.iccid}` : `ID ${key.esimId}`;
  if (error.reason === 'not-found') {
    return new CommandFailure(
      `the provider has no eSIM with the ${name} (${error.message}). See: roamwatch esim list`,
    );
  }
  if (error.reason === 'pending') {
    return new CommandFailure(
      `the profile of the eSIM with the ${name} is still being generated; retry later`,
    );
  }
  return error;
}

import { type InstallableEsim, RoamifyError } from '@roamwatch/client';
import type { ListedEsim } from '@roamwatch/core';
import { CommandFailure } from '../../failure.js';
import type { ApiAccess } from './with-api.js';

/** How people name an eSIM to the provider. */
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

function inWords(error: RoamifyError, key: EsimReference): Error {
  const name = 'iccid' in key ? `ICCID ${key.iccid}` : `ID ${key.esimId}`;
  if (error.reason === 'not-found') {
    return new CommandFailure(
      `the provider has no eSIM with the ${name} (${error.message}). See: roamwatch esim list`,
    );
  }
  if (error.reason === 'pending') {
    return new CommandFailure(
      `the profile of the eSIM with the ${name} is still being generated; try again later`,
    );
  }
  return error;
}

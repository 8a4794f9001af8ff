import { RoamifyError } from '@roamwatch/client';
import { CommandFailure, say } from '../../failure.js';
import { printEsim } from './profile.js';
import type { ApiAccess } from './with-api.js';

/** Has the profile generated and waits for it, telling on standard error what it waits for. */
export async function applyProfile(
  access: ApiAccess,
  esimId: string,
  { secrets, startDate }: { readonly secrets: boolean; readonly startDate?: string | undefined },
): Promise<void> {
  say(`requesting the profile of ${esimId}; this can take 90 seconds`);
  try {
    const esim = await access.api.applyProfile(
      { esimId, ...(startDate !== undefined && { startDate }) },
      {
        secrets,
        signal: access.signal,
        onWait: ({ waited, next, because }) =>
          say(`${waited === 0 ? because : `not ready after ${waited} s`}; checking again in ${next} s`),
      },
    );
    printEsim(access, esim);
  } catch (error) {
    throw error instanceof RoamifyError ? inWords(error, esimId) : error;
  }
}

/** What is undecided must not be requested again, but looked up. */
function inWords(error: RoamifyError, esimId: string): Error {
  if (error.refused) return error;
  if (error.reason === 'not-found')
    return new CommandFailure(`the provider has no eSIM with the ID ${esimId} (${error.message})`);
  const undecided = error.temporary || error.reason === 'aborted';
  if (!undecided) return error;
  return new CommandFailure(
    `${error.message}. The profile may still be generated. Check: roamwatch esim get --esim-id ${esimId}`,
  );
}

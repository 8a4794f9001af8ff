import { RoamifyError } from '@roamwatch/client';
import { CommandFailure, say } from '../../failure.js';
import { printResult } from '../../output.js';
import { esimInWords, esimJson, printEsim } from './profile.js';
import type { ApiAccess } from './with-api.js';

export interface ApplyingOptions {
  readonly secrets: boolean;
  readonly startDate?: string | undefined;
}

/** Has the profiles of a whole order generated. Sent once; nobody is waited for. */
export async function applyOrder(
  access: ApiAccess,
  referenceId: string,
  { secrets, startDate }: ApplyingOptions,
): Promise<void> {
  say(`requesting the profiles ordered under ${referenceId}; this can take 90 seconds`);
  const { api, signal, options, config } = access;
  const order = { referenceId, ...(startDate !== undefined && { startDate }) };
  try {
    const esims = await (secrets
      ? api.applyProfile(order, { secrets, signal })
      : api.applyProfile(order, { signal }));
    printResult(options, esims.map(esimJson), () =>
      esims.map((esim) => esimInWords(esim, config.timeZone)).join('\n\n'),
    );
  } catch (error) {
    if (!(error instanceof RoamifyError) || !isUndecided(error)) throw error;
    throw new CommandFailure(
      `${error.message}. The profiles may still be generated. Check: roamwatch esim list --reference-id ${referenceId}`,
    );
  }
}

function isUndecided(error: RoamifyError): boolean {
  return error.temporary || error.reason === 'aborted';
}

/** Has the profile generated and waits for it, with progress on standard error. */
export async function applyProfile(
  access: ApiAccess,
  esimId: string,
  { secrets, startDate }: ApplyingOptions,
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

/** A request with an unknown outcome must not be repeated, but looked up. */
function inWords(error: RoamifyError, esimId: string): Error {
  if (error.refused) return error;
  if (error.reason === 'not-found')
    return new CommandFailure(`the provider has no eSIM with the ID ${esimId} (${error.message})`);
  if (!isUndecided(error)) return error;
  return new CommandFailure(
    `${error.message}. The profile may still be generated. Check: roamwatch esim get --esim-id ${esimId}`,
  );
}

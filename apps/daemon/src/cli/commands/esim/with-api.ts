import { type RoamifyClient, RoamifyError } from '@roamwatch/client';
import type { Command } from 'commander';
import type { Config } from '../../../config/index.js';
import { createApi } from '../../../create-context.js';
import { CommandFailure, say, UsageError } from '../../failure.js';
import { configFor, type GlobalOptions, globalOptions } from '../../global-options.js';
import { abortOnSignals } from '../../signals.js';

/** The context of a command that queries the provider. */
export interface ApiAccess {
  readonly api: RoamifyClient;
  readonly config: Config;
  readonly options: GlobalOptions;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

interface ApiOptions extends GlobalOptions {
  readonly baseUrl?: string;
}

/** Runs `work` with the API alone. Without a configuration file the defaults apply. */
export async function withApi<T>(command: Command, work: (access: ApiAccess) => Promise<T>): Promise<T> {
  const options: ApiOptions = globalOptions(command);
  const config = apiConfig(options);
  const api = openApi(config);
  try {
    return await work({ api, config, options, signal: abortOnSignals() });
  } catch (error) {
    throw error instanceof RoamifyError ? inWords(error, config.api.baseUrl) : error;
  } finally {
    await api.close();
  }
}

function apiConfig({ baseUrl, ...options }: ApiOptions): Config {
  const config = configFor(options, { need: ['api'], optional: true });
  return baseUrl === undefined ? config : { ...config, api: { ...config.api, baseUrl } };
}

/** The base URL was checked where it came from the configuration, and is here where it came from the command line. */
function openApi(config: Config): RoamifyClient {
  try {
    return createApi(config);
  } catch (error) {
    throw error instanceof TypeError
      ? new UsageError(`--base-url: ${error.message}, such as https://api.getroamify.com`)
      : error;
  }
}

/** Adds what to do to a failure that is not about one eSIM. */
function inWords(error: RoamifyError, baseUrl: string): Error {
  switch (error.reason) {
    case 'unauthorized':
      return new CommandFailure(
        `${baseUrl} rejected the token (${error.message}). It is wrong, was rotated, or belongs to another address. Get a valid token from the provider.`,
      );
    case 'forbidden':
      return new CommandFailure(
        `${baseUrl} accepts the token but denies this operation (${error.message}). Ask the provider for permission.`,
      );
    case 'network':
    case 'timeout':
      return new CommandFailure(
        `${baseUrl} cannot be reached (${error.message}). Check the address and your network connection.`,
      );
    default:
      return error;
  }
}

/** Reports rejected data. */
export function sayRejected(rejected: readonly { readonly reason: string }[]): void {
  const reasons = [...new Set(rejected.map(({ reason }) => reason))];
  if (rejected.length > 0)
    say(`rejected ${rejected.length} ${rejected.length === 1 ? 'item' : 'items'}: ${reasons.join(', ')}`);
}

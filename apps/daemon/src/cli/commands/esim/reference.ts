import type { Command } from 'commander';
import { oneIccid } from '../../arguments.js';
import { UsageError } from '../../failure.js';
import type { EsimReference } from './look-up.js';

/** The options by which every operation takes its eSIM. */
export interface ReferenceOptions {
  readonly iccid?: string;
  readonly esimId?: string;
}

export function addReferenceOptions(command: Command): Command {
  return command
    .option('--iccid <iccid>', 'the eSIM by its ICCID')
    .option('--esim-id <id>', 'the eSIM by its ID from the order');
}

/** The one eSIM that was named, as an argument or by an option; `usage` shows how. */
export function oneReference(
  argument: string | undefined,
  { iccid, esimId }: ReferenceOptions,
  usage: string,
): EsimReference {
  if (esimId === undefined) return { iccid: oneIccid(argument, iccid, `${usage} <iccid> or --esim-id <id>`) };
  if (argument === undefined && iccid === undefined) return { esimId };
  throw new UsageError('specify either an ICCID or --esim-id, not both');
}

/** The same where naming one is optional. */
export function anyReference(options: ReferenceOptions, usage: string): EsimReference | null {
  const isNamed = options.iccid !== undefined || options.esimId !== undefined;
  return isNamed ? oneReference(undefined, options, usage) : null;
}

import type { Rejected } from '@roamwatch/core';
import { KnownSecrets } from '../failure/known-secrets.js';
import { Places } from './places.js';

/** The input of decoding beside an answer. */
export interface DecodeContext {
  readonly secrets: KnownSecrets;
  readonly places: Places;
}

/** For a single answer. */
export function aloneContext(): DecodeContext {
  return { secrets: new KnownSecrets(), places: new Places() };
}

/** One answer being decoded, with what of it could not be used. */
export class Decoding {
  readonly rejected: Rejected[] = [];

  constructor(readonly context: DecodeContext) {}

  get places(): Places {
    return this.context.places;
  }

  reject(what: Rejected['what'], reason: string, sample: string): void {
    this.rejected.push({ what, reason, sample: this.context.secrets.hide(sample) });
  }
}

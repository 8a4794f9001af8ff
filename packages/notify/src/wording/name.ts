import type { AlertedEsim } from '../message.js';
import { clean } from './clean.js';

export const PROVIDER_NAME = 'The eSIM provider';

/** What people call it: its label, else the end of its ICCID, else its eSIM id. Null stands for the provider. */
export function nameOf(esim: AlertedEsim | null): string {
  if (!esim) return PROVIDER_NAME;
  const label = clean(esim.label ?? '', 60);
  if (label !== '') return label;
  return esim.iccid ? `eSIM …${clean(esim.iccid).slice(-6)}` : `eSIM ${clean(esim.esimId, 40)}`;
}

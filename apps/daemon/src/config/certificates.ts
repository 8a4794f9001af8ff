import { trustedCertificates } from '@roamwatch/client';
import { readBounded, whyUnreadable } from '@roamwatch/config-file';

/** A bundle of all authorities there are takes a quarter of it. */
const LARGEST = 1024 * 1024;

/** The certificates in a PEM file, or what is wrong with it. */
export function readCertificates(file: string): readonly string[] | { readonly fault: string } {
  try {
    return trustedCertificates(readBounded(file, LARGEST).toString('latin1'));
  } catch (error) {
    if (error instanceof TypeError) return { fault: `${file} contains no certificate in PEM form` };
    return { fault: `the file ${file} ${whyUnreadable(error)}` };
  }
}

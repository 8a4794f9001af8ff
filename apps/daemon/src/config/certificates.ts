import { readFileSync } from 'node:fs';
import { trustedCertificates } from '@roamwatch/client';

/** A bundle of all authorities there are takes a quarter of it. */
const LARGEST = 1024 * 1024;

/** The certificates in a PEM file, or what is wrong with it. */
export function readCertificates(file: string): readonly string[] | { readonly fault: string } {
  try {
    const bytes = readFileSync(file);
    if (bytes.length > LARGEST) return { fault: `${file} is larger than certificates are` };
    return trustedCertificates(bytes.toString('latin1'));
  } catch (error) {
    if (error instanceof TypeError) return { fault: `${file} holds no certificate in PEM form` };
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown cause';
    return {
      fault: code === 'ENOENT' ? `the file ${file} does not exist` : `${file} cannot be read (${code})`,
    };
  }
}

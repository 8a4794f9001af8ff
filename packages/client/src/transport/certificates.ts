import { X509Certificate } from 'node:crypto';
import * as tls from 'node:tls';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * Single certificates out of PEM files that may contain several.
 * @throws {TypeError} when a text contains none, or one that cannot be read.
 */
export function trustedCertificates(pem: string | readonly string[] | undefined): readonly string[] {
  const files = pem === undefined ? [] : typeof pem === 'string' ? [pem] : pem;
  return files.flatMap((file) => {
    const certificates = String(file).match(CERTIFICATE) ?? [];
    if (certificates.length === 0 || !certificates.every(isCertificate)) {
      throw new TypeError('caCertificates must be certificates in PEM form (-----BEGIN CERTIFICATE-----)');
    }
    return certificates;
  });
}

/** The certificates that TLS connections trust: the well-known authorities, those of NODE_EXTRA_CA_CERTS, and these. Made once, as it is costly. */
export function trusting(certificates: readonly string[]): tls.SecureContext {
  // Node.js 22.15 and later lists all it trusts by default; an earlier one only what is built in.
  const known = tls.getCACertificates?.('default') ?? tls.rootCertificates;
  return tls.createSecureContext({ ca: [...known, ...certificates] });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** Faults of a server's certificate. */
export type CertificateProblem =
  | 'unknown-authority'
  | 'unknown-authority-or-gap'
  | 'expired'
  | 'not-valid-yet'
  | 'revoked'
  | 'rejected'
  | 'wrong-signature'
  | 'chain-too-long'
  | 'authority-may-not-sign'
  | 'not-for-servers'
  | 'other-host'
  | 'unreadable-hosts'
  | 'of-proxy';

/** The codes of Node.js and OpenSSL for a certificate that was presented and not accepted. */
const PROBLEMS: Readonly<Record<string, CertificateProblem>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'unknown-authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknown-authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknown-authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknown-authority-or-gap',
  CERT_UNTRUSTED: 'unknown-authority',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-valid-yet',
  CERT_REVOKED: 'revoked',
  CERT_REJECTED: 'rejected',
  CERT_SIGNATURE_FAILURE: 'wrong-signature',
  CERT_CHAIN_TOO_LONG: 'chain-too-long',
  INVALID_CA: 'authority-may-not-sign',
  INVALID_PURPOSE: 'not-for-servers',
  PATH_LENGTH_EXCEEDED: 'chain-too-long',
  HOSTNAME_MISMATCH: 'other-host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'other-host',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'unreadable-hosts',
  UND_ERR_PRX_TLS: 'of-proxy',
};

/** The fault of the server's certificate, by the code of a failed connection; null when it is something else. */
export function certificateProblem(code: string | null): CertificateProblem | null {
  return code !== null && Object.hasOwn(PROBLEMS, code) ? (PROBLEMS[code] ?? null) : null;
}

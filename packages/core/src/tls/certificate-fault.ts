/** The codes of Node.js and OpenSSL for a certificate that was presented and not accepted. */
const FAULTS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by no known authority',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by no known authority',
  UNABLE_TO_GET_ISSUER_CERT: 'it is signed by no known authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it is signed by no known authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'it is signed by no known authority, or an intermediate certificate is missing',
  CERT_UNTRUSTED: 'it is signed by no known authority',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet, by the clock of this machine',
  CERT_REVOKED: 'it was revoked',
  CERT_REJECTED: 'it was rejected',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
  CERT_CHAIN_TOO_LONG: 'its chain is too long',
  INVALID_CA: 'its authority may not sign it',
  INVALID_PURPOSE: 'it is not meant for a server',
  PATH_LENGTH_EXCEEDED: 'its chain is too long',
  HOSTNAME_MISMATCH: 'it is for another host name',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host name',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'its host names are unreadable',
  UND_ERR_PRX_TLS: 'it is the one of the proxy, and for another host name',
};

/** What is wrong with the server's certificate, by the code of a failed connection; null when it is something else. */
export function certificateFault(code: string | null): string | null {
  const fault = code === null ? undefined : FAULTS[code];
  return fault === undefined ? null : `the server's certificate was not accepted: ${fault} (${code})`;
}

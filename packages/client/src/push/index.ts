export { type DecodedEvent, decodePushEvent } from './decode-event.js';
export { isSigned, pushSignature, SIGNATURE_HEADER } from './signature.js';

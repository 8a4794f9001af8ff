export { FileTooLarge, readBounded } from './bounded-file.js';
export { type ConfigDocument, type FileKind, parseDocumentText, readDocument } from './document.js';
export { problemsOf, type Validated } from './issue.js';
export { nearest } from './nearest.js';
export { ConfigError, type ConfigProblem, type Path, printPath, printProblem } from './problem.js';
export { asList, asMapping, isMapping, type RawMapping } from './raw.js';
export { whyUnreadable } from './unreadable.js';
export { type JsonSchema, validKeys } from './valid-keys.js';
export {
  checked,
  DURATION,
  duration,
  inSchema,
  listOf,
  Misspelt,
  numeric,
  parsed,
  positiveDuration,
  positiveNumber,
  VARIABLE_FORM,
  wholeNumber,
} from './value.js';
export { faultsOfValue } from './value-faults.js';

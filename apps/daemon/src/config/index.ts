export { ConfigError, type ConfigProblem, printProblem } from '@roamwatch/config-file';
export { SecretError } from '@roamwatch/monitor/ports';
export type {
  ApiConfig,
  Config,
  HttpConfig,
  ReceiverChannel,
  SmtpConfig,
} from './config.js';
export { type InitialMail, type InitialOptions, initialConfig, SCHEMA_FILE } from './initial.js';
export { type LoadOptions, loadConfig } from './load.js';
export { Secret } from './secret.js';
export { SECRET_USES, type SecretUse } from './secrets.js';

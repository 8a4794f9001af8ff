export { type InboxOptions, openInbox, type PushInbox } from './inbox.js';
export { journalBeside } from './journal.js';
export { PUSH_PATH } from './path.js';
export type { ReceivedEvent } from './received.js';
export { type AfterEvents, type PushContext, recordEvents } from './record-events.js';

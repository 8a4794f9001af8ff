import type { Command } from 'commander';
import type { Outcome } from './outcome.js';

/** Adds a command to the program. */
export type AddCommand = (program: Command, outcome: Outcome) => void;

export interface CatalogueEntry {
  readonly name: string;
  /** Former names. */
  readonly aliases?: readonly string[];
  /** The text beside the name in the list of commands. */
  readonly summary: string;
  readonly load: () => Promise<AddCommand>;
}

/**
 * Every command in the order of the help text. A command's module is loaded when it is called, because together
 * they take longer to load than most of them take to run.
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: 'init',
    summary: 'create a commented configuration file',
    load: async () => (await import('./commands/init.js')).initCommand,
  },
  {
    name: 'check',
    summary: 'validate the configuration (--online: test every connection)',
    load: async () => (await import('./commands/check.js')).checkCommand,
  },
  {
    name: 'run',
    summary: 'start the daemon: poll on schedule, notify, report, serve HTTP',
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  {
    name: 'poll',
    summary: 'run one poll cycle now',
    load: async () => (await import('./commands/poll.js')).pollCommand,
  },
  {
    name: 'status',
    summary: 'show the state of Roamwatch on one screen',
    load: async () => (await import('./commands/status.js')).statusCommand,
  },
  {
    name: 'fleet',
    summary: 'list the eSIMs in the database, with data left and alerts',
    load: async () => (await import('./commands/fleet.js')).fleetCommand,
  },
  {
    name: 'alerts',
    summary: 'list, acknowledge and silence alerts',
    load: async () => (await import('./commands/alerts/alerts.js')).alertsCommand,
  },
  {
    name: 'explain',
    summary: 'show how each rule evaluates for one eSIM',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
  {
    name: 'rejected',
    aliases: ['set-aside'],
    summary: 'list rejected provider data and failing eSIMs',
    load: async () => (await import('./commands/rejected.js')).rejectedCommand,
  },
  {
    name: 'notify',
    summary: 'send a test message to a receiver',
    load: async () => (await import('./commands/notify.js')).notifyCommand,
  },
  {
    name: 'outbox',
    summary: 'list, retry or discard undelivered notifications',
    load: async () => (await import('./commands/outbox.js')).outboxCommand,
  },
  {
    name: 'esim',
    summary: "query the provider's API directly: list, get, usage, usage-details, topups, history, apply",
    load: async () => (await import('./commands/esim/esim.js')).esimCommand,
  },
  {
    name: 'report',
    summary: 'export usage, purchases and summaries as CSV for finance',
    load: async () => (await import('./commands/report/report.js')).reportCommand,
  },
  {
    name: 'inventory',
    summary: 'import the inventory file, or check how it fits the fleet',
    load: async () => (await import('./commands/inventory.js')).inventoryCommand,
  },
  {
    name: 'db',
    summary: 'back up, restore, verify, prune and copy the database; erase personal data',
    load: async () => (await import('./commands/db.js')).dbCommand,
  },
  {
    name: 'simulator',
    summary: 'run the sandbox API on this machine',
    load: async () => (await import('./commands/simulator.js')).simulatorCommand,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.js')).completionCommand,
  },
];

import type { Command } from 'commander';
import type { Outcome } from './outcome.js';

/** Adds a command to the program. */
export type AddCommand = (program: Command, outcome: Outcome) => void;

export interface CatalogueEntry {
  readonly name: string;
  /** What stands beside the name in the list of commands. */
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
    summary: 'write a commented configuration and say the next step',
    load: async () => (await import('./commands/init.js')).initCommand,
  },
  {
    name: 'check',
    summary: 'validate the configuration; with --online also try what it names',
    load: async () => (await import('./commands/check.js')).checkCommand,
  },
  {
    name: 'run',
    summary: 'the daemon: polls on schedule, warns, reports, serves HTTP',
    load: async () => (await import('./commands/run.js')).runCommand,
  },
  {
    name: 'poll',
    summary: 'one whole cycle, now',
    load: async () => (await import('./commands/poll.js')).pollCommand,
  },
  {
    name: 'alerts',
    summary: 'what is open; acknowledge, silence, history',
    load: async () => (await import('./commands/alerts.js')).alertsCommand,
  },
  {
    name: 'explain',
    summary: 'every rule against one eSIM: decision and reason',
    load: async () => (await import('./commands/explain.js')).explainCommand,
  },
  {
    name: 'set-aside',
    summary: 'what the provider sent that could not be used; eSIMs whose calls fail',
    load: async () => (await import('./commands/rejected.js')).rejectedCommand,
  },
  {
    name: 'notify',
    summary: 'send a test message to a receiver',
    load: async () => (await import('./commands/notify.js')).notifyCommand,
  },
  {
    name: 'outbox',
    summary: 'messages that wait or were given up; send them again, drop them',
    load: async () => (await import('./commands/outbox.js')).outboxCommand,
  },
  {
    name: 'esim',
    summary: 'ask the provider about eSIMs, now: list, get, usage, topups, history, apply',
    load: async () => (await import('./commands/esim/esim.js')).esimCommand,
  },
  {
    name: 'report',
    summary: 'usage, purchases and summary as CSV for finance',
    load: async () => (await import('./commands/report/report.js')).reportCommand,
  },
  {
    name: 'inventory',
    summary: 'who has which eSIM: how the inventory file fits the fleet',
    load: async () => (await import('./commands/inventory.js')).inventoryCommand,
  },
  {
    name: 'db',
    summary: 'back the database up, check it, prune it, erase a person',
    load: async () => (await import('./commands/db.js')).dbCommand,
  },
  {
    name: 'simulator',
    summary: 'the sandbox API on loopback',
    load: async () => (await import('./commands/simulator.js')).simulatorCommand,
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: async () => (await import('./commands/completion.js')).completionCommand,
  },
];

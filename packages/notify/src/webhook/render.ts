import { gunzipSync } from 'node:zlib';
import {
  type ChangeKind,
  ENGLISH,
  type Finding,
  findingIn,
  type Reader,
  type RuleType,
  type Severity,
  sentenceOf,
  type UnixSeconds,
} from '@roamwatch/core';
import { NO_ENTRIES } from '../alerts/entries.js';
import type { ListAlerts } from '../channel.js';
import type { Body } from '../http/body.js';
import type { AlertedEsim, AlertItem, Attachment, FleetSummary, Message } from '../message.js';
import { clean, shorten } from '../wording/clean.js';
import { composeLetter } from '../wording/compose-letter.js';
import { remainingPercent } from '../wording/figures.js';
import { isoInstant } from '../wording/iso.js';
import type { Letter, Tone } from '../wording/letter.js';
import { nameOf } from '../wording/name.js';
import { plainText } from '../wording/plain-text.js';
import { readerOf } from '../wording/reader.js';

/** Apprise refuses longer bodies. */
const LONGEST_BODY = 32_000;

/**
 * The payload of a webhook. `title`, `body`, `type` and `format` are what an Apprise API server reads; the rest is flat
 * and typed for automation. `webhook.schema.json` is its JSON Schema.
 */
export interface WebhookPayload {
  readonly version: 1;
  /** The same for every attempt: a receiver that has seen it can discard the repetition. */
  readonly id: string;
  readonly kind: Message['kind'];
  readonly receiver: string;
  /** Unix seconds. */
  readonly timestamp: UnixSeconds;
  /** The same instant as ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly title: string;
  readonly body: string;
  readonly type: 'info' | 'success' | 'warning' | 'failure';
  readonly format: 'text';
  /** Of the worst item that is open; null when there is none. */
  readonly severity: Severity | null;
  readonly firstStart: boolean;
  readonly itemCount: number;
  readonly criticalCount: number;
  readonly warningCount: number;
  readonly resolvedCount: number;
  readonly items: readonly WebhookItem[];
  /** Figures of a summary; null for every other kind. */
  readonly summary: FleetSummary | null;
  /** Names of report files. */
  readonly fileNames: readonly string[];
  /** The report files themselves. */
  readonly files: readonly WebhookFile[];
}

export interface WebhookFile {
  readonly fileName: string;
  /** Its bytes in base64. */
  readonly content: string;
}

/** An alert in the payload. Data is in bytes, instants are ISO 8601 in UTC; null: not known. */
export interface WebhookItem {
  readonly alertId: number;
  readonly change: ChangeKind;
  readonly severity: Severity;
  readonly rule: string;
  readonly ruleType: RuleType;
  readonly reason: string;
  /** The measurement as data; null where only its words are kept. */
  readonly finding: Finding | null;
  readonly openedAt: string;
  readonly timesTold: number;
  readonly name: string;
  readonly label: string | null;
  readonly iccid: string | null;
  readonly esimId: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string | null;
  readonly remainingBytes: number | null;
  readonly allowanceBytes: number | null;
  /** 0 to 100. */
  readonly remainingPercent: number | null;
  readonly expiresAt: string | null;
  readonly readAt: string | null;
}

const TYPE: Readonly<Record<Tone, WebhookPayload['type']>> = {
  critical: 'failure',
  warning: 'warning',
  resolved: 'success',
  info: 'info',
};

/** The JSON of a `WebhookPayload`, whose items are made before: a whole fleet's take no more memory than their text. */
export function renderWebhook(message: Message): Body {
  const letter = composeLetter(message);
  const entries = message.kind === 'alerts' ? message.entries : NO_ENTRIES;
  const head = Buffer.from(`${JSON.stringify(headOf(message, letter)).slice(0, -1)},"items":[`);
  const tail = Buffer.from(`],${JSON.stringify(tailOf(message, letter)).slice(1)}`);
  return {
    bytes: head.length + entries.bytes + Math.max(0, entries.count - 1) + tail.length,
    async *chunks() {
      yield head;
      yield* entries.chunks(',');
      yield tail;
    },
  };
}

/** The item of an alert in it. */
export const webhookItem: ListAlerts = (message) => {
  const reader = readerOf(message);
  return (item) => JSON.stringify(itemOf(item, reader));
};

type Tail = Pick<WebhookPayload, 'summary' | 'fileNames' | 'files'>;

/** What comes before the items. */
function headOf(message: Message, letter: Letter): Omit<WebhookPayload, 'items' | keyof Tail> {
  const { open, critical, resolved } = message.kind === 'alerts' ? message.totals.alerts : NO_ALERTS;
  return {
    version: 1,
    id: message.id,
    kind: message.kind,
    receiver: message.receiver,
    timestamp: message.createdAt,
    createdAt: isoInstant(message.createdAt),
    title: letter.subject,
    body: shorten(plainText(letter), LONGEST_BODY),
    type: TYPE[letter.tone],
    format: 'text',
    severity: critical > 0 ? 'critical' : open > 0 ? 'warning' : null,
    firstStart: message.kind === 'alerts' && message.firstStart,
    itemCount: open + resolved,
    criticalCount: critical,
    warningCount: open - critical,
    resolvedCount: resolved,
  };
}

/** What comes after them. */
function tailOf(message: Message, letter: Letter): Tail {
  return {
    summary: message.kind === 'summary' ? message.summary : null,
    fileNames: letter.files,
    files: message.kind === 'report' ? message.attachments.flatMap(fileOf) : [],
  };
}

const NO_ALERTS = { open: 0, critical: 0, resolved: 0 } as const;

/** A mail queued by an earlier version has a path in place of bytes. */
function fileOf(attachment: Attachment): readonly WebhookFile[] {
  if (!('gzip' in attachment)) return [];
  const { fileName, gzip } = attachment;
  return [{ fileName, content: gunzipSync(Buffer.from(gzip, 'base64')).toString('base64') }];
}

function itemOf(item: AlertItem, reader: Reader): WebhookItem {
  const { alertId, change, severity, rule, ruleType, reason, openedAt, timesTold, esim } = item;
  return {
    alertId,
    change,
    severity,
    rule,
    ruleType,
    reason: clean(sentenceOf(reason, reader), 400),
    finding: findingIn(reason),
    openedAt: isoInstant(openedAt),
    timesTold,
    name: nameOf(item, ENGLISH.letter),
    ...esimFields(esim),
  };
}

type EsimFields = Omit<WebhookItem, keyof Omit<AlertItem, 'esim'> | 'name' | 'finding'>;

function esimFields(esim: AlertedEsim | null): EsimFields {
  const percent = esim && remainingPercent(esim);
  return {
    label: esim?.label ?? null,
    iccid: esim?.iccid ?? null,
    esimId: esim?.esimId ?? null,
    costCentre: esim?.costCentre ?? null,
    project: esim?.project ?? null,
    status: esim?.status ?? null,
    remainingBytes: esim?.remainingBytes ?? null,
    allowanceBytes: esim?.allowanceBytes ?? null,
    remainingPercent: percent === null ? null : Number(percent.toFixed(1)),
    expiresAt: esim?.expiresAt == null ? null : isoInstant(esim.expiresAt),
    readAt: esim?.readAt == null ? null : isoInstant(esim.readAt),
  };
}

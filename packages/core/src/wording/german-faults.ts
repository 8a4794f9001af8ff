import { counted } from './counted.js';
import type { DeliveryFaultWords, Language } from './language.js';

const SECOND_TRY = 'wenden Sie sich an die Administration des Mailservers, wenn es sich wiederholt';

/** Why messages are not delivered. */
export const GERMAN_DELIVERY_FAULTS: DeliveryFaultWords = {
  mailServer: 'der Mailserver',
  services: { slack: 'Slack', teams: 'Teams', webhook: 'der Webhook' },
  mail: {
    'no-tls': {
      error: 'der Mailserver beginnt dort nicht mit TLS',
      advice: 'prüfen Sie smtp.port und smtp.tls',
    },
    'no-encryption': {
      error: 'keine verschlüsselte Verbindung zum Mailserver',
      advice: 'prüfen Sie smtp.port und smtp.tls',
    },
    'login-rejected': {
      error: 'der Mailserver hat die Anmeldung abgelehnt',
      advice: 'prüfen Sie smtp.username und smtp.passwordFile',
    },
    'login-required': {
      error: 'der Mailserver verlangt eine Anmeldung',
      advice: 'setzen Sie smtp.username und smtp.passwordFile',
    },
    'not-found': { error: 'der Mailserver wurde nicht gefunden', advice: 'prüfen Sie smtp.host' },
    'no-answer': {
      error: 'der Mailserver hat nicht rechtzeitig geantwortet',
      advice: 'prüfen Sie smtp.host und smtp.port und ob eine Firewall dazwischen ist',
    },
    'no-connection': {
      error: 'keine Verbindung zum Mailserver',
      advice: 'prüfen Sie smtp.host und smtp.port',
    },
    'connection-closed': { error: 'der Mailserver hat die Verbindung geschlossen', advice: SECOND_TRY },
    stopped: {
      error: 'der Mailserver hatte die Nachricht noch nicht angenommen, als Roamwatch beendet wurde',
      advice: '',
    },
    'attachment-unreadable': {
      error: 'eine Datei für den Anhang ist nicht lesbar',
      advice: 'erstellen Sie den Bericht erneut: roamwatch report',
    },
    'too-large': {
      error: 'die Nachricht ist zu groß für den Mailserver',
      advice: 'erhöhen Sie dessen Grenze, oder nehmen Sie die Dateien aus dem Ordner des Berichts',
    },
    'turned-away': {
      error: 'der Mailserver weist diesen Rechner ab',
      advice: 'prüfen Sie smtp.host und smtp.port, oder wenden Sie sich an dessen Administration',
    },
    'not-accepted-yet': {
      error: 'der Mailserver hat die Nachricht noch nicht angenommen',
      advice: SECOND_TRY,
    },
    'sender-rejected': { error: 'der Mailserver hat den Absender abgelehnt', advice: 'prüfen Sie smtp.from' },
    'not-passed-on': {
      error: 'der Mailserver leitet Mails dieses Absenders nicht weiter',
      advice: 'melden Sie sich mit smtp.username an, oder erlauben Sie diesem Rechner das Weiterleiten',
    },
    'recipient-rejected': {
      error: 'der Mailserver hat den Empfänger abgelehnt',
      advice: 'prüfen Sie die Adresse in der Konfiguration oder im Inventar',
    },
    'message-rejected': {
      error: 'der Mailserver hat die Nachricht abgelehnt',
      advice: 'wenden Sie sich an dessen Administration; vielleicht war es ein Spamfilter',
    },
    unclear: {
      error: 'der Austausch mit dem Mailserver ist fehlgeschlagen',
      advice: 'prüfen Sie smtp.host und smtp.port',
    },
  },
  hook: {
    'no-answer': ({ name, key }) => ({
      error: `${name} hat nicht rechtzeitig geantwortet`,
      advice: `prüfen Sie ${key} und ob dieser Rechner die Adresse erreicht`,
    }),
    stopped: ({ name }) => ({
      error: `${name} hatte noch nicht geantwortet, als Roamwatch beendet wurde`,
      advice: '',
    }),
    unreachable: ({ name, key }) => ({
      error: `${name} ist nicht erreichbar`,
      advice: `prüfen Sie ${key} und ob dieser Rechner die Adresse erreicht`,
    }),
    'slow-down': ({ name, status }) => ({ error: `${name} hat mit ${status} geantwortet`, advice: '' }),
    failing: ({ name, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: 'prüfen Sie den Zustand des Dienstes, wenn es sich wiederholt',
    }),
    redirected: ({ name, key, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: `das ist eine Weiterleitung: tragen Sie bei ${key} die endgültige Adresse ein`,
    }),
    denied: ({ name, key, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: `der Zugriff ist verweigert: prüfen Sie, ob ${key} aktuell und vollständig ist`,
    }),
    gone: ({ name, key, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: `dort ist nichts mehr: prüfen Sie ${key}, oder erstellen Sie einen neuen Webhook`,
    }),
    'too-large': ({ name, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: 'die Nachricht ist zu groß für den Dienst: erhöhen Sie dessen Grenze',
    }),
    rejected: ({ name, status }) => ({
      error: `${name} hat mit ${status} geantwortet`,
      advice: 'die Nachricht wurde abgelehnt: prüfen Sie, was der Dienst unter dieser Adresse erwartet',
    }),
    'hook-ended': ({ name }) =>
      name === 'Teams'
        ? {
            error: 'Teams führt diesen Workflow nicht mehr aus',
            advice: 'schalten Sie ihn ein, oder erstellen Sie einen neuen und speichern Sie dessen Adresse',
          }
        : {
            error: `${name} nimmt über diesen Webhook nichts mehr an`,
            advice: 'erstellen Sie einen neuen eingehenden Webhook, und speichern Sie dessen Adresse',
          },
    'not-the-service': ({ name, key }) => ({
      error: `die Antwort stammt nicht von ${name}`,
      advice: `prüfen Sie ${key} und ob ein Proxy an dessen Stelle antwortet`,
    }),
  },
  certificate: (server, problem) => ({
    error: `${server}: das Zertifikat des Servers wurde nicht akzeptiert: ${problem}`,
    advice: 'für eine private Zertifizierungsstelle setzen Sie tls.caFile',
  }),
  internal: {
    composing: 'die Nachricht konnte nicht erstellt werden',
    sending: 'die Nachricht konnte nicht gesendet werden',
  },
  receiverRemoved: (receiver) => ({
    error: `der Empfänger „${receiver}“ ist nicht mehr konfiguriert`,
    advice: 'konfigurieren Sie ihn wieder, oder verwerfen Sie die Nachricht',
  }),
  notAnAddress: {
    error: 'der Empfänger ist keine E-Mail-Adresse',
    advice: 'korrigieren Sie ihn in der Konfiguration oder im Inventar',
  },
  notTried: { error: 'nicht versucht: Roamwatch wurde beendet', advice: '' },
  notInTime: 'nicht innerhalb von 24 Stunden zugestellt',
};

export const GERMAN_CERTIFICATES: Language['certificates'] = {
  'unknown-authority': 'keine bekannte Zertifizierungsstelle hat es unterschrieben',
  'unknown-authority-or-gap':
    'keine bekannte Zertifizierungsstelle hat es unterschrieben, oder ein Zwischenzertifikat fehlt',
  expired: 'es ist abgelaufen',
  'not-valid-yet': 'es ist nach der Uhr dieses Rechners noch nicht gültig',
  revoked: 'es wurde widerrufen',
  rejected: 'es wurde abgelehnt',
  'wrong-signature': 'seine Unterschrift ist falsch',
  'chain-too-long': 'seine Kette ist zu lang',
  'authority-may-not-sign': 'seine Zertifizierungsstelle darf es nicht unterschreiben',
  'not-for-servers': 'es ist nicht für einen Server bestimmt',
  'other-host': 'es gilt für einen anderen Rechnernamen',
  'unreadable-hosts': 'seine Rechnernamen sind nicht lesbar',
  'of-proxy': 'es ist das des Proxys und gilt für einen anderen Rechnernamen',
};

/** A fault of the inventory, or of a line of it. */
export const GERMAN_INVENTORY_FAULTS: Language['inventoryFaults'] = {
  'not-utf8': (_fault, file) => `${file} ist kein UTF-8-Text: speichern Sie sie als „CSV UTF-8“`,
  'not-csv': ({ mostMisplaced }, file) =>
    `${file} ist kein CSV: in mehr als ${mostMisplaced} Zeilen sind Anführungszeichen falsch gesetzt`,
  empty: ({ columns }, file) => `${file} ist leer: ihre erste Zeile muss ${columns.join(',')} sein`,
  'too-many-lines': ({ most }, file) => `${file} hat mehr als ${most} Zeilen`,
  'column-twice': ({ column }, file) => `${file} hat die Spalte ${column} doppelt`,
  'no-iccid-column': (_fault, file) =>
    `${file} hat keine Spalte iccid: ihre erste Zeile muss die Spalten benennen`,
  'no-iccid': () => 'die ICCID fehlt',
  'iccid-rounded': ({ cell }) =>
    `die ICCID ${cell} wurde von einer Tabellenkalkulation gerundet: formatieren Sie die Spalte als Text, und geben Sie sie neu ein`,
  'not-an-iccid': ({ cell }) => `„${cell}“ ist keine ICCID mit 16 bis 22 Ziffern`,
  'not-an-address': () => 'die E-Mail-Adresse ist nicht lesbar',
  'not-a-date': ({ cell }) => `valid_from muss ein Datum wie 2026-01-31 sein, nicht „${cell}“`,
  'cell-too-long': ({ most }) => `eine Zelle hat mehr als ${most} Zeichen`,
  duplicate: ({ line }) => `doppelt, wie Zeile ${line} (gleiche ICCID und gleiches valid_from)`,
  'quote-open': () => 'ein Anführungszeichen wird geöffnet und nicht geschlossen',
  'too-many-cells': ({ cells, columns }) =>
    `${cells} Zellen bei ${counted(columns, 'Spalte', 'Spalten')}: Text mit einem Trennzeichen braucht Anführungszeichen`,
  'unknown-language': ({ cell, known }) =>
    `unbekannte Sprache „${cell}“, wird ignoriert; bekannt sind ${known.join(' und ')}`,
  'unknown-column': ({ name, meant }) =>
    `unbekannte Spalte „${name}“, wird ignoriert${meant === null ? '' : `; meinten Sie „${meant}“?`}`,
};

import type { AccountBalance } from '../alerts/rules/account-balance.js';
import {
  type BudgetFigures,
  type BudgetFinding,
  type BudgetLimit,
  percentSpent,
} from '../alerts/rules/budget.js';
import type { Countdown } from '../alerts/rules/countdown.js';
import { type DataFigures, percentLeft, type RemainingFigures } from '../alerts/rules/data-figures.js';
import type { DataForecastFinding, ForecastFigures } from '../alerts/rules/data-forecast.js';
import { type DataLowFinding, partsThatCount } from '../alerts/rules/data-low.js';
import {
  FAILURES_OF_AN_OUTAGE,
  failureOf,
  type ProviderFailure,
  type ProviderOutcome,
} from '../alerts/rules/provider-down.js';
import type { Silence } from '../alerts/rules/stale.js';
import type { TimeThreshold } from '../alerts/rules/thresholds.js';
import type { UsageSpikeFinding } from '../alerts/rules/usage-spike.js';
import { DAY, type Seconds, type UnixSeconds } from '../time/instant.js';
import { formatBytes, formatPercent } from '../usage/size.js';
import { capitalised } from './capitalised.js';
import { enumeration } from './enumeration.js';
import { GERMAN_CONDITIONS } from './german-conditions.js';
import { GERMAN_CERTIFICATES, GERMAN_DELIVERY_FAULTS, GERMAN_INVENTORY_FAULTS } from './german-faults.js';
import { dayAndMonth, dayRange, moment, monthName, span, spanDative, when } from './german-times.js';
import { type Language, wordsOf } from './language.js';
import type { CurrentFigures, HeadlineSubject, Reader } from './reader.js';

const TOPPED_UP = 'aufgeladen';
const RENEWED = 'verlängert';
const ASK_FOR_DATA = 'Brauchen Sie mehr, bitten Sie Ihre Reisestelle um eine Aufladung.';
const IF_NOT_YOU = 'Waren Sie das nicht, wenden Sie sich an Ihre Reisestelle.';
const CHECK_WITH_TRAVELLER = 'Fragen Sie bei der reisenden Person nach, ob das seine Richtigkeit hat.';

const KEEPS_RETRYING = 'Roamwatch versucht es weiter und sendet verpasste Alarme danach.';
const PROVIDER_ADVICE: Readonly<Record<ProviderFailure, string>> = {
  token:
    'Speichern Sie ein gültiges Token in der Datei, die api.tokenFile nennt. Ein Neustart ist nicht nötig.',
  permission:
    'Prüfen Sie im Dashboard des Anbieters, was dieses Token darf, oder speichern Sie eines, das eSIMs lesen darf, in der Datei, die api.tokenFile nennt. Ein Neustart ist nicht nötig.',
  throttled: `Senken Sie api.requestsPerSecond, oder fragen Sie seltener ab. ${KEEPS_RETRYING}`,
  address: 'Prüfen Sie api.baseUrl: Was dort antwortet, ist nicht die API.',
  outage: `Prüfen Sie die Statusseite des Anbieters. ${KEEPS_RETRYING}`,
  'no-answer': `Prüfen Sie, ob dieser Rechner api.baseUrl erreicht, und die Statusseite des Anbieters. ${KEEPS_RETRYING}`,
  unreadable: `Prüfen Sie, ob api.baseUrl stimmt, und die Statusseite des Anbieters: Die Antwort ist nicht die, die die API dokumentiert. ${KEEPS_RETRYING}`,
  'too-large': `Prüfen Sie, ob api.baseUrl stimmt. Wenn ja, melden Sie dies dem Anbieter: Keine Antwort der API ist so groß. ${KEEPS_RETRYING}`,
};

/** Findings and reasons in German. Operators are addressed as "Sie". */
export const GERMAN: Language = {
  findings: {
    'data-low': {
      measured: ({ measured }) => left(measured),
      threshold: dataThreshold,
      sentence: (finding, { beside }) => {
        const threshold = dataThreshold(finding);
        const why =
          finding.reached === null
            ? `über der Schwelle von ${threshold}`
            : `Schwelle von ${threshold} erreicht`;
        return isBeside(finding.measured, beside) ? why : `${left(finding.measured)}, ${why}`;
      },
      cleared: ({ measured }, _openFor, { beside }) =>
        isBeside(measured, beside) ? 'es ist wieder genug Datenvolumen übrig' : `wieder ${left(measured)}`,
      renewed: TOPPED_UP,
      headline: (subject, { measured }) => `${subject.name} hat ${leftShort(subject, measured)}`,
      advice: () => 'Laden Sie Datenvolumen auf. Bis dahin hilft WLAN.',
      traveller: {
        headline: (esim, subject, { measured }) => `${esim} hat ${leftShort(subject, measured)}`,
        advice: () => `Nutzen Sie nach Möglichkeit WLAN. ${ASK_FOR_DATA}`,
      },
    },

    'data-exhausted': {
      measured: ({ measured }) => left(measured),
      threshold: () => '0 B',
      sentence: ({ measured, reached }) => (reached === null ? left(measured) : usedUp(measured)),
      cleared: ({ measured }, _openFor, { beside }) =>
        isBeside(measured, beside) ? 'es ist wieder Datenvolumen verfügbar' : `wieder ${left(measured)}`,
      renewed: TOPPED_UP,
      headline: ({ name }) => `${name} hat kein Datenvolumen mehr`,
      advice: () => 'Laden Sie Datenvolumen auf, damit die eSIM wieder online ist.',
      traveller: {
        headline: (esim) => `${esim} hat kein Datenvolumen mehr`,
        advice: () => `Nutzen Sie vorerst WLAN. ${ASK_FOR_DATA}`,
      },
    },

    expiry: {
      measured: ({ measured }, reader) => expires(measured.endsAt, reader),
      threshold: time,
      sentence: (finding, reader) =>
        beforeTheEnd(finding, reader) ??
        `das Paket ${expires(finding.measured.endsAt, reader)}${whileDown(finding)}${endAndThreshold(finding, reader)}`,
      cleared: ({ measured }, _openFor, reader) => `das Paket ${expires(measured.endsAt, reader)}`,
      renewed: RENEWED,
      headline: (subject, finding, reader) => {
        const endsAt = subject.expiresAt ?? finding.measured.endsAt;
        return `Das Paket von ${subject.name} ${expires(endsAt, reader)}${whileDown(finding)} (${at(endsAt, reader)})`;
      },
      advice: () => 'Laden Sie auf, wenn die eSIM länger gebraucht wird.',
      traveller: {
        headline: (esim, { expiresAt }, { measured }, reader) => {
          const endsAt = expiresAt ?? measured.endsAt;
          return `${esim} ${expires(endsAt, reader)} (${at(endsAt, reader)})`;
        },
        advice: ({ measured }, { now }) =>
          measured.endsAt > now
            ? 'Brauchen Sie danach noch mobile Daten, bitten Sie Ihre Reisestelle rechtzeitig um eine Verlängerung. Sonst ist nichts zu tun.'
            : 'Mobile Daten sind damit nicht mehr verfügbar. Brauchen Sie weiterhin welche, bitten Sie Ihre Reisestelle um ein neues Paket.',
      },
    },

    'expiry-unused': {
      measured: ({ measured }, reader) => expires(measured.endsAt, reader),
      threshold: time,
      sentence: (finding, reader) => {
        const why = beforeTheEnd(finding, reader);
        return why === null
          ? `das Profil ${unused(finding.measured.endsAt, reader)}${whileDown(finding)}${endAndThreshold(finding, reader)}`
          : `nicht installiert, ${why}`;
      },
      cleared: ({ measured }, _openFor, reader) => `das Profil ${expires(measured.endsAt, reader)}`,
      renewed: RENEWED,
      headline: (subject, finding, reader) => {
        const endsAt = subject.expiresAt ?? finding.measured.endsAt;
        return `${owned(subject)} ${unused(endsAt, reader)}${whileDown(finding)} (${at(endsAt, reader)})`;
      },
      advice: ({ measured }, { now }) =>
        measured.endsAt > now
          ? 'Lassen Sie das Profil vorher installieren, sonst verfällt das Datenvolumen.'
          : 'Das ungenutzte Datenvolumen ist mit dem Profil verfallen.',
      traveller: {
        headline: (esim, { expiresAt }, { measured }, reader) => {
          const endsAt = expiresAt ?? measured.endsAt;
          return `${esim} ${unused(endsAt, reader)} (${at(endsAt, reader)})`;
        },
        advice: ({ measured }, { now }) =>
          measured.endsAt > now
            ? 'Installieren Sie sie im WLAN, bevor Sie losfahren. Brauchen Sie sie nicht mehr, sagen Sie Ihrer Reisestelle Bescheid.'
            : 'Sie kann nicht mehr verwendet werden. Brauchen Sie noch eine, wenden Sie sich an Ihre Reisestelle.',
      },
    },

    'data-forecast': {
      measured: ({ measured }, reader) => runsOut(measured, reader),
      threshold: time,
      sentence: (finding, reader) =>
        `${runsOut(finding.measured, reader)}${forecastDetails(finding, reader)}`,
      cleared: ({ measured }, _openFor, reader) => `${runsOut(measured, reader)}${pace(measured)}`,
      renewed: TOPPED_UP,
      headline: ({ name }, { measured }, { now }) =>
        measured.runsOutAt === null || measured.runsOutAt <= now
          ? `Das Datenvolumen von ${name} ist voraussichtlich aufgebraucht`
          : `Das Datenvolumen von ${name} ist voraussichtlich in ${spanDative(measured.runsOutAt - now)} aufgebraucht`,
      advice: () => 'Laden Sie rechtzeitig auf, oder senken Sie den Verbrauch bis zum Ende des Pakets.',
      traveller: {
        headline: (esim, _subject, { measured }, { now }) =>
          measured.runsOutAt === null || measured.runsOutAt <= now
            ? `${esim} hat vermutlich kein Datenvolumen mehr`
            : `${esim} hat bei gleichem Verbrauch in ${spanDative(measured.runsOutAt - now)} kein Datenvolumen mehr`,
        advice: () => `Heben Sie sich Videos und Updates für das WLAN auf. ${ASK_FOR_DATA}`,
      },
    },

    'usage-spike': {
      measured: spikeDay,
      threshold: (finding) => {
        const times = (finding.reached ?? finding.next)?.times ?? 0;
        return `das ${decimal(times)}-Fache des 7-Tage-Medians, mindestens ${bytes(finding.measured.minimumBytes)}`;
      },
      sentence: (finding) =>
        finding.reached === null
          ? `${spikeDay(finding)}, nicht ungewöhnlich`
          : `${spikeDay(finding)} verbraucht${spikeSize(finding)}`,
      cleared: (finding) => `${spikeDay(finding)}, nicht ungewöhnlich`,
      renewed: RENEWED,
      headline: ({ name }, finding) => `${name} hat ${spikeDay(finding)} verbraucht${spikeSize(finding)}`,
      advice: () => CHECK_WITH_TRAVELLER,
      traveller: {
        headline: (esim, _subject, finding) =>
          `${esim} hat ${spikeDay(finding)} verbraucht, weit mehr als üblich`,
        advice: () => IF_NOT_YOU,
      },
    },

    'new-location': {
      measured: ({ measured: { places } }) => (places.length === 0 ? 'kein neuer Ort' : places.join(', ')),
      threshold: ({ measured: { allowed } }) =>
        allowed.length === 0 ? 'jeder neue Ort' : `jeder neue Ort außer ${enumeration(allowed, 'und')}`,
      sentence: ({ measured: { places } }) =>
        places.length === 0
          ? 'kein neuer Ort'
          : `erste Nutzung in ${enumeration(places, 'und')} (nicht unter den erlaubten Orten)`,
      cleared: () => 'kein neuer Ort',
      renewed: RENEWED,
      headline: ({ name }, { measured: { places } }) =>
        `${name}: erste Nutzung in ${enumeration(places, 'und')}`,
      advice: () => CHECK_WITH_TRAVELLER,
      traveller: {
        headline: (esim, _subject, { measured: { places } }) =>
          `${esim} wurde zum ersten Mal in ${enumeration(places, 'und')} genutzt`,
        advice: () => IF_NOT_YOU,
      },
    },

    stale: {
      measured: ({ measured }, reader) => silence(measured, reader),
      threshold: time,
      sentence: (finding, reader) =>
        finding.reached === null
          ? `${silence(finding.measured, reader)}${failingCalls(finding.measured, reader)}`
          : `${silence(finding.measured, reader)} (Schwelle: ${time(finding)})`,
      cleared: () => 'es kommen wieder Verbrauchsdaten an',
      renewed: RENEWED,
      headline: ({ name }, { measured }, { now }) =>
        `${name}: keine Verbrauchsdaten seit ${spanDative(now - measured.since)}`,
      advice: () =>
        'Es kommen keine neuen Verbrauchsdaten an. Prüfen Sie diese eSIM im Dashboard des Anbieters.',
      traveller: {
        headline: (esim, _subject, { measured }, { now }) =>
          `${esim} liefert seit ${spanDative(now - measured.since)} keine Verbrauchsdaten`,
        advice: () =>
          'Ihre mobilen Daten funktionieren weiterhin. Es kann weniger übrig sein als zuletzt gemeldet; prüfen Sie den Stand auf Ihrem Telefon.',
      },
    },

    budget: {
      measured: ({ measured }) => budgetSpent(measured),
      threshold: percentThreshold,
      sentence: (finding) => {
        const { measured, reached } = finding;
        const threshold = percentThreshold(finding);
        const why =
          reached === null ? `unter der Schwelle von ${threshold}` : `Schwelle von ${threshold} erreicht`;
        return `${budgetSpent(measured)} im ${monthName(measured.month)}, ${why}${budgetDetails(measured)}`;
      },
      cleared: (finding) => {
        const { measured } = finding;
        return `${budgetSpent(measured)} im ${monthName(measured.month)}, unter der Schwelle von ${percentThreshold(finding)}`;
      },
      renewed: RENEWED,
      headline: ({ name }, { measured }) =>
        `${name}: ${budgetSpent(measured)} im ${monthName(measured.month)}`,
      advice: ({ measured: { month, limit } }) =>
        `Einzelheiten: roamwatch report ${'bytes' in limit ? 'usage' : 'purchases'} --month ${month}`,
      // Nobody travels with a budget.
      traveller: {
        headline: (_esim, _subject, { measured }) =>
          `${budgetSpent(measured)} im ${monthName(measured.month)}`,
        advice: () => ASK_FOR_DATA,
      },
    },

    'provider-down': {
      measured: ({ measured: { kind, failuresRunning } }) =>
        kind === 'ok'
          ? 'antwortet'
          : kind === 'refused'
            ? 'Token abgelehnt'
            : `${failuresRunning} ${failuresRunning === 1 ? 'fehlgeschlagene Abfrage' : 'fehlgeschlagene Abfragen in Folge'}`,
      threshold: () =>
        `${FAILURES_OF_AN_OUTAGE} fehlgeschlagene Abfragen in Folge oder ein abgelehntes Token`,
      sentence: ({ measured }) => `${providerState(measured)}`,
      cleared: (_finding, openFor) => `die API des Anbieters antwortet wieder (Ausfall: ${span(openFor)})`,
      renewed: RENEWED,
      headline: (_subject, { measured }) => capitalised(providerState(measured)),
      advice: ({ measured }) => PROVIDER_ADVICE[failureOf(measured)],
      traveller: {
        headline: () => 'Der eSIM-Anbieter ist nicht erreichbar',
        advice: () => 'Ihre mobilen Daten funktionieren weiterhin. Es ist nichts zu tun.',
      },
    },

    'account-balance': {
      measured: ({ measured }) => balanceState(measured),
      threshold: ({ reached, next, measured }) =>
        (reached ?? next)?.change === 'insufficient' ? 'zu niedriges Guthaben' : lowBalance(measured),
      sentence: ({ measured }) => `das Guthaben des Kontos ${balanceState(measured)}`,
      cleared: ({ measured }) => `das Guthaben des Kontos ${balanceState(measured)}`,
      renewed: 'aufgeladen',
      headline: (_subject, { measured }) => `Das Guthaben des Kontos ${balanceState(measured)}`,
      advice: () =>
        'Laden Sie das Konto im Portal des Anbieters auf. Ohne Guthaben lässt sich kein Paket kaufen oder aufladen; laufende Pakete gelten weiter.',
      traveller: {
        headline: (_esim, _subject, { measured }) => `Das Guthaben des Kontos ${balanceState(measured)}`,
        advice: () => 'Ihre mobilen Daten funktionieren weiterhin. Es ist nichts zu tun.',
      },
    },
  },

  reasons: {
    'not-applicable': ({ cause }, _reader, { notApplicable }) => notApplicable[cause],
    unknown: ({ cause }, _reader, language) => language.unknown[cause],
    cleared: ({ finding, openFor }, reader, language) =>
      wordsOf(finding, language).cleared(finding, openFor, reader),
    clearing({ finding, streak }, reader, language) {
      const sentence = wordsOf(finding, language).sentence(finding, reader);
      return `${streak > 0 ? 'ein Messwert ohne Befund' : 'nicht mehr ohne Befund'}: ${sentence}`;
    },
    renewed({ changes, finding }, reader, language) {
      const { renewed, measured } = wordsOf(finding, language);
      const how = changes.map((change) => language.epochChanges[change]).join(', ');
      const shown = reader.beside || how === '' ? '' : ` (${how})`;
      return `${renewed}${shown}: ${measured(finding, reader)}`;
    },
    'not-reached': () => 'keine Schwelle ist erreicht',
    'already-notified': () => 'bereits gemeldet',
    'not-clear': () => 'noch nicht weit genug über der Schwelle',
    'no-news': () => 'wartet auf neue Daten des Anbieters',
    muted: ({ by }) => `unterdrückt durch ${by}`,
    superseded: ({ epoch }) => `ersetzt durch den Alarm zu Paket ${epoch}`,
    'month-ended': ({ finding }, reader, language) =>
      `der Monat ist zu Ende: ${wordsOf(finding, language).measured(finding, reader)}`,
    'event-aged': () => 'das Ereignis liegt mehr als einen Tag zurück',
    unacknowledged: ({ by }) => `Bestätigung aufgehoben von ${by}`,
    acknowledged: ({ by, comment }) =>
      comment === '' ? `bestätigt von ${by}` : `bestätigt von ${by}: ${comment}`,
    recorded: ({ text }) => text,
    erased: () => 'gelöscht',
  },

  notApplicable: {
    'not-listed': 'die eSIM steht nicht mehr in der Liste des Anbieters',
    ended: 'die eSIM ist abgelaufen oder wurde gesperrt',
    'no-match': 'die Regel gilt nicht für diese eSIM',
    'not-installed': 'die eSIM ist noch nicht installiert',
    installed: 'das Profil ist bereits installiert',
    'not-polled': 'der Verbrauch dieser eSIM wird nicht abgefragt',
    unlimited: 'das Datenvolumen ist unbegrenzt',
    'usage-unsupported': 'der Anbieter unterstützt keine Verbrauchsabfrage für diese eSIM',
    'package-ended': 'das Paket ist abgelaufen',
    'no-allowance': 'das Paket enthält kein Datenvolumen',
    'no-thresholds': 'die Regel hat keine Schwellen',
    'thresholds-above-half': 'jede Schwelle liegt über der Hälfte des Pakets',
    'thresholds-too-long': 'jede Schwelle ist länger als das Paket, die Regel würde also sofort auslösen',
    'ended-long-ago': 'der Ablauf liegt mehr als einen Tag zurück',
    removed: 'die Regel wurde entfernt',
  },

  unknown: {
    'no-fresh-reading': 'es gibt keinen neuen Messwert',
    'no-data-figures': 'der Anbieter nennt keine brauchbaren Datenmengen',
    'no-allowance-figure': 'die Größe des Pakets ist unbekannt',
    'no-remaining-figure': 'das verbleibende Datenvolumen ist unbekannt',
    'no-package-end': 'das Ende des Pakets ist unbekannt',
    'no-profile-end': 'der Ablauf des Profils ist unbekannt',
    'too-little-usage': 'für eine Prognose gibt es zu wenig Verbrauch',
    'no-recent-usage': 'es gibt keinen Verbrauch aus jüngster Zeit',
    'provider-down': 'die API des Anbieters antwortet nicht, dafür gibt es einen eigenen Alarm',
    'not-polled-since-downtime':
      'es endete, während Roamwatch nicht lief, und der Anbieter wurde seither nicht abgefragt',
  },

  epochChanges: {
    'first-reading': 'erster Messwert',
    'allowance-changed': 'Datenvolumen geändert',
    'end-moved-later': 'Paketende verschoben',
    'history-row-added': 'neuer Eintrag im Paketverlauf',
  },

  nextPoll: {
    scheduled: () => 'nach Zeitplan',
    'not-polled': ({ cause }, { notPolled }) => `wird nicht abgefragt (${notPolled[cause]})`,
    'status-not-polled': ({ status }) =>
      `wird nicht abgefragt (Status ${status} steht nicht in poll.statuses)`,
    'never-polled': ({ isInstalled }) =>
      isInstalled
        ? 'noch nie abgefragt'
        : 'noch nie abgefragt; nicht installierte Profile teilen sich 25 % des Budgets',
    pushed: () => 'der Anbieter hat eine Änderung gemeldet',
    changed: () => 'die Liste zeigt eine Änderung',
    failing: ({ failedFor }) =>
      `die letzte Abfrage ist fehlgeschlagen; erneuter Versuch nach ${spanDative(failedFor)} ohne Erfolg`,
    'nothing-ahead': ({ longestWait }) => `keine Schwelle in Sicht, ${atLeastEvery(longestWait)}`,
    'threshold-ahead': ({ bytesToThreshold, mostPerHour, figuresChangeEvery, longestWait }) =>
      [
        `${bytes(bytesToThreshold)} über der nächsten Schwelle`,
        mostPerHour === null ? 'noch kein Verbrauch' : `höchstens ${bytes(mostPerHour)} pro Stunde`,
        figuresChangeEvery !== null && `neue Daten alle ${span(figuresChangeEvery)}`,
        longestWait !== null && atLeastEvery(longestWait),
      ]
        .filter((part) => part !== false)
        .join(', '),
  },

  notPolled: {
    unknown: 'die eSIM ist unbekannt',
    'left-list': 'nicht mehr in der Liste',
    'usage-unsupported': 'der Anbieter unterstützt keine Verbrauchsabfrage',
    'no-iccid': 'noch ohne eigene ICCID',
  },

  conditions: GERMAN_CONDITIONS,

  deliveryFaults: GERMAN_DELIVERY_FAULTS,
  certificates: GERMAN_CERTIFICATES,
  inventoryFaults: GERMAN_INVENTORY_FAULTS,
  inventoryFile: 'die Datei',
  resolved: 'Behoben',

  noAdvice: 'Prüfen Sie diese eSIM im Dashboard des Anbieters.',

  letter: {
    tags: {
      critical: 'kritisch',
      warning: 'Warnung',
      resolved: 'behoben',
      info: 'Hinweis',
      test: 'Test',
      notice: 'Hinweis',
      report: 'Bericht',
      summary: 'Übersicht',
    },
    states: { critical: 'Kritisch', warning: 'Warnung', resolved: 'Behoben', reminder: 'Weiterhin kritisch' },
    labels: {
      left: 'Übrig',
      expires: 'Ablauf',
      why: 'Grund',
      next: 'Was tun',
      acknowledge: 'Bestätigen',
      esim: 'eSIM',
    },
    buttons: {
      openAlert: (id) => `Alarm ${id} öffnen`,
      openAlerts: 'Alarme öffnen',
      topUp: 'Aufladen',
      openPage: 'Roamwatch öffnen',
    },

    several({ open, critical, resolved, areEsims }, worst) {
      const head = `${open} ${areEsims ? 'eSIMs' : 'Alarme'} brauchen Aufmerksamkeit`;
      const severe = critical > 0 ? ` (${critical} kritisch)` : '';
      return `${head}${severe}${alsoResolved(resolved)}: ${worst}, …`;
    },
    one: (worst, resolved) => worst + alsoResolved(resolved),
    reminder: ({ alerts, longestOpen }, worst) =>
      alerts === 1
        ? `Erinnerung: 1 kritischer Alarm seit ${spanDative(longestOpen)} offen: ${worst}`
        : `Erinnerung: ${alerts} kritische Alarme weiterhin offen, seit bis zu ${spanDative(longestOpen)}: ${worst}, …`,
    resolvedFor({ resolved, areEsims }, names) {
      const more = resolved - NAMED;
      const named = names.slice(0, NAMED).join(', ') + (more > 0 ? ` und ${more} weitere` : '');
      return `Behoben bei ${resolved} ${areEsims ? 'eSIMs' : 'Alarmen'}: ${named}`;
    },
    nothingToReport: 'Nichts zu melden',
    also: (phrases) => `Außerdem: ${phrases.join('; ')}`,
    firstStart:
      'Roamwatch überwacht diese eSIMs seit eben. Was unten steht, war bereits so. Ab jetzt werden Sie einmal benachrichtigt, wenn eine Schwelle überschritten wird.',
    resolvedBecause: (reason) => `Behoben: ${reason}`,
    stillOpen: (age, reminder, reason) =>
      `Seit ${spanDative(age)} offen${reminder > 0 ? `; Erinnerung ${reminder}` : ''}. ${capitalised(reason)}`,

    providerName: 'Der eSIM-Anbieter',
    accountName: 'Das Konto beim Anbieter',
    budgetName: (rule) => `Budget ${rule}`,
    unlabelled: (which) => `eSIM ${which}`,
    remaining: ({ remainingBytes, allowanceBytes }) =>
      remainingBytes === null
        ? 'verbleibendes Datenvolumen unbekannt'
        : allowanceBytes === null || allowanceBytes <= 0
          ? `${bytes(Math.max(0, remainingBytes))} übrig`
          : left({ remainingBytes: Math.max(0, remainingBytes), allowanceBytes }),
    expiry: ({ expiresAt, isInstalled }, reader) =>
      `${isInstalled ? 'Paket' : 'ungenutztes Profil'} ${expires(expiresAt, reader)} (${at(expiresAt, reader)})`,
    iccid: 'ICCID',
    withoutIccid: (esimId) => `eSIM-ID ${esimId}, noch keine ICCID`,
    costCentre: (name) => `Kostenstelle ${name}`,
    project: (name) => `Projekt ${name}`,
    figuresFrom: (readAt, { now, zone }) =>
      readAt === null ? 'noch keine Messwerte' : `Stand ${moment(readAt, now, zone)}`,
    alertLine: ({ id, rule, openedAt }, { now, zone }) =>
      `Alarm ${id}, ${rule}, seit ${moment(openedAt, now, zone)}`,
    topUp: (offers) => `Aufladen: ${either(offers)}.`,
    providerNotes: (notes) => `Hinweis des Anbieters: ${notes.join(' ')}`,
    usageDays: (from, to, peakBytes) => `${dayRange(from, to)} · höchstens ${bytes(peakBytes)}/Tag`,
    lastDays: (count) => `Letzte ${count} Tage`,

    test: {
      title: 'Testnachricht von Roamwatch',
      text: (requestedAt, { now, zone }) => [
        'Das ist ein Test. Es ist nichts zu tun.',
        `Angefordert am ${moment(requestedAt, now, zone)} und auf demselben Weg zugestellt wie Alarme.`,
      ],
    },
    footer: (receiver, zone) => `Gesendet von Roamwatch an den Empfänger „${receiver}“. Zeiten in ${zone}.`,
    more: (count) => `und ${count} weitere`,
    allAttached: (count, fileName) => `Alle ${count} eSIMs stehen in der Datei ${fileName} im Anhang.`,
    files: (names) => `Dateien: ${names.join(', ')}`,

    traveller: {
      yourEsim: 'Ihre eSIM',
      yourEsimEnding: (digits) => `Ihre eSIM …${digits}`,
      states: {
        critical: 'Dringend',
        warning: 'Hinweis',
        resolved: 'Alles in Ordnung',
        reminder: 'Erinnerung',
      },
      fineAgain: (esim) => `${esim} ist wieder in Ordnung`,
      reminder: (phrase) => `Erinnerung: ${phrase}`,
      firstStart:
        'Ihre eSIM wird ab jetzt überwacht. Sie erhalten eine Nachricht, wenn Datenvolumen oder Gültigkeit zur Neige gehen.',
      footer: (zone) =>
        `Sie erhalten diese Nachricht, weil Ihre Reisestelle Ihre Adresse zu dieser eSIM hinterlegt hat. Zeiten in ${zone}.`,
    },

    summary: {
      headline: (from, to, usedBytes, openCritical) =>
        `${dayRange(from, to)}: ${bytes(usedBytes)} verbraucht, ${openCritical === 0 ? 'kein kritischer Alarm offen' : `${openCritical} ${openCritical === 1 ? 'kritischer Alarm' : 'kritische Alarme'} offen`}`,
      headlineUntil: (from, to, usedBytes, openCritical, until) =>
        `${dayRange(from, to)}: keine Daten nach ${until}; bis dahin ${bytes(usedBytes)} verbraucht${openCritical === 0 ? '' : `, ${openCritical} ${openCritical === 1 ? 'kritischer Alarm' : 'kritische Alarme'} offen`}`,
      headlineWithoutData: (from, to) =>
        `${dayRange(from, to)}: keine Daten, weil noch keine Abfrage erfolgreich war`,
      comparison: (used, usedBefore) => `${bytes(used)}${changeOf(used, usedBefore)}`,
      bytes: (used) => bytes(used),
      moment: (at, { now, zone }) => moment(at, now, zone),
      isOld: 'Seither war keine Abfrage erfolgreich: Späterer Verbrauch und spätere Alarme fehlen.',
      asOf: (dataAsOf, { now, zone }) =>
        dataAsOf === null
          ? 'Noch keine Abfrage war erfolgreich, daher sind diese Angaben nicht verlässlich.'
          : `Stand der Daten: ${moment(dataAsOf, now, zone)}.`,
      notMonitored: (count) =>
        count === 1
          ? '1 eSIM, die Daten nutzen könnte, wird nicht überwacht; ihr Verbrauch ist nicht enthalten.'
          : `${count} eSIMs, die Daten nutzen könnten, werden nicht überwacht; ihr Verbrauch ist nicht enthalten.`,
      openAlerts: (critical, warning) =>
        `${critical} kritisch, ${warning} ${warning === 1 ? 'Warnung' : 'Warnungen'}`,
      expiring: (count) => `Ablauf innerhalb von 7 Tagen: ${count}`,
      expires: (endsAt, { now, zone }) => `in ${spanDative(endsAt - now)} (${when(endsAt, now, zone)})`,
      neverUsed: (count) => `Nie genutzt: ${count}`,
      knownSince: (at, { now, zone }) => `bekannt seit ${when(at, now, zone)}`,
      labels: {
        fleet: 'Bestand',
        openAlerts: 'Offene Alarme',
        usage: 'Verbrauch',
        total: 'Gesamt',
        esimsInUse: 'eSIMs mit Verbrauch',
        spend: 'Ausgaben',
        purchases: 'Käufe',
        spent: 'Ausgegeben',
        unpriced: 'Käufe ohne Preis',
        unknownCurrency: 'unbekannte Währung',
        none: 'Keine',
      },
    },
  },
};

function bytes(figure: number): string {
  return formatBytes(figure, ',');
}

function decimal(figure: number): string {
  return String(figure).replace('.', ',');
}

/** "104 MB von 1 GB übrig (10,2 %)", "0 B von 1 GB übrig (um 5 MB überzogen)", "104 MB übrig". */
function left({ allowanceBytes, remainingBytes }: RemainingFigures): string {
  const of = allowanceBytes === null ? '' : ` von ${bytes(allowanceBytes)}`;
  if (remainingBytes < 0) return `0 B${of} übrig${overdrawn(remainingBytes)}`;
  // Of an allowance of nothing, which a stored reason may have, there is no share.
  const share = allowanceBytes ? percentLeft({ allowanceBytes, remainingBytes }) : null;
  return `${bytes(remainingBytes)}${of} übrig${share === null ? '' : ` (${formatPercent(share, ',')})`}`;
}

/** "noch 104 MB von 1 GB", by now where that is known. */
function leftShort(current: CurrentFigures, measured: DataFigures): string {
  const { remainingBytes, allowanceBytes } = current.remainingBytes === null ? measured : current;
  const of = allowanceBytes === null ? '' : ` von ${bytes(allowanceBytes)}`;
  return `noch ${bytes(Math.max(0, remainingBytes ?? 0))}${of}`;
}

function isBeside(measured: RemainingFigures, beside: CurrentFigures | undefined): boolean {
  return (
    beside?.remainingBytes === measured.remainingBytes && beside.allowanceBytes === measured.allowanceBytes
  );
}

/** "25 %", "100 MB", "10 % oder 100 MB". */
function dataThreshold({ measured, reached, next }: DataLowFinding): string {
  const threshold = reached ?? next;
  if (threshold === null) return '';
  const parts = partsThatCount(threshold, measured, reached !== null);
  return [
    parts.percent !== null && formatPercent(parts.percent, ','),
    parts.bytes !== null && bytes(parts.bytes),
  ]
    .filter((part) => part !== false)
    .join(' oder ');
}

/** "1 GB vollständig verbraucht", "kein Datenvolumen mehr übrig (um 5 MB überzogen)". */
function usedUp({ allowanceBytes, remainingBytes }: RemainingFigures): string {
  const what =
    allowanceBytes === null
      ? 'kein Datenvolumen mehr übrig'
      : `${bytes(allowanceBytes)} vollständig verbraucht`;
  return `${what}${overdrawn(remainingBytes)}`;
}

function overdrawn(remainingBytes: number): string {
  return remainingBytes < 0 ? ` (um ${bytes(-remainingBytes)} überzogen)` : '';
}

/** "24 Stunden". */
function time({ reached, next }: { reached: TimeThreshold | null; next: TimeThreshold | null }): string {
  const threshold = reached ?? next;
  return threshold === null ? '' : span(threshold.seconds);
}

/** "läuft in 20 Stunden ab", "ist vor 2 Stunden abgelaufen". */
function expires(endsAt: UnixSeconds, { now }: Reader): string {
  return endsAt > now
    ? `läuft in ${spanDative(endsAt - now)} ab`
    : `ist vor ${spanDative(now - endsAt)} abgelaufen`;
}

/** "ist nicht installiert und läuft in 10 Tagen ab". */
function unused(endsAt: UnixSeconds, reader: Reader): string {
  return `${endsAt > reader.now ? 'ist' : 'war'} nicht installiert und ${expires(endsAt, reader)}`;
}

/** ", während Roamwatch nicht lief"; empty for an end that was watched. */
function whileDown({ measured }: EndFinding): string {
  return measured.whileDown ? ', während Roamwatch nicht lief' : '';
}

function at(instant: UnixSeconds, { now, zone }: Reader): string {
  return when(instant, now, zone);
}

interface EndFinding {
  readonly measured: Countdown;
  readonly reached: TimeThreshold | null;
  readonly next: TimeThreshold | null;
}

/** "24 Stunden oder weniger vor dem Ablauf", where the end is shown beside it; else null. */
function beforeTheEnd(finding: EndFinding, { now, beside }: Reader): string | null {
  const { endsAt } = finding.measured;
  if (beside?.expiresAt !== endsAt || endsAt <= now || time(finding) === '') return null;
  return finding.reached === null
    ? `mehr als ${time(finding)} vor dem Ablauf`
    : `${time(finding)} oder weniger vor dem Ablauf`;
}

/** " (Fr., 27. Nov., 00:49 UTC; Schwelle: 24 Stunden)"; empty when there is nothing to add. */
function endAndThreshold(finding: EndFinding, reader: Reader): string {
  const { endsAt } = finding.measured;
  const parts = [
    reader.beside?.expiresAt !== endsAt && at(endsAt, reader),
    endsAt > reader.now && time(finding) !== '' && `Schwelle: ${time(finding)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** "Die eSIM von Anna Kern", "eSIM …029365". */
function owned({ name, isLabelled }: HeadlineSubject): string {
  return isLabelled ? `Die eSIM von ${name}` : name;
}

/** "voraussichtlich in 12 Stunden aufgebraucht". */
function runsOut({ remainingBytes, runsOutAt }: ForecastFigures, { now }: Reader): string {
  if (remainingBytes <= 0) return 'kein Datenvolumen übrig';
  if (runsOutAt === null) return 'kein Verbrauch';
  return runsOutAt > now
    ? `voraussichtlich in ${spanDative(runsOutAt - now)} aufgebraucht`
    : 'voraussichtlich bereits aufgebraucht';
}

/** " (etwa Di., 11. Feb., 00:00 UTC) bei 310 MB pro Tag in den letzten 3 Tagen, vor dem Ende des Pakets (Schwelle: 24 Stunden)". */
function forecastDetails(finding: DataForecastFinding, reader: Reader): string {
  const { runsOutAt, remainingBytes, packageEndsAt } = finding.measured;
  if (runsOutAt === null || remainingBytes <= 0) return '';
  const about = ` (etwa ${moment(runsOutAt, reader.now, reader.zone)})${pace(finding.measured)}`;
  if (finding.reached !== null) return `${about}, vor dem Ende des Pakets (Schwelle: ${time(finding)})`;
  const isAfterTheEnd = packageEndsAt !== null && runsOutAt >= packageEndsAt;
  return `${about}, ${isAfterTheEnd ? 'nach dem Ende des Pakets' : `später als die Schwelle von ${time(finding)}`}`;
}

/** " bei 310 MB pro Tag in den letzten 3 Tagen". */
function pace({ bytesPerDay, evidence }: ForecastFigures): string {
  const used = ` bei ${bytes(bytesPerDay)} pro Tag`;
  if (evidence.source === 'readings')
    return `${used} nach ${evidence.samples} Messwerten über ${span(evidence.over)}`;
  return `${used} in den letzten ${evidence.over / DAY} Tagen`;
}

/** "434 MB am 25. Nov." */
function spikeDay({ measured: { day } }: UsageSpikeFinding): string {
  return day === null
    ? 'kein Verbrauch in jüngster Zeit'
    : `${bytes(day.usedBytes)} am ${dayAndMonth(day.date)}`;
}

/** ", das 11-Fache des 7-Tage-Medians (40 MB)". */
function spikeSize({ measured: { day, medianBytes } }: UsageSpikeFinding): string {
  if (day === null || medianBytes === null) return '';
  if (medianBytes === 0) return ' (7-Tage-Median: 0 B)';
  const times = day.usedBytes / medianBytes;
  const factor = decimal(Number(times.toFixed(times < 10 ? 1 : 0)));
  return `, das ${factor}-Fache des 7-Tage-Medians (${bytes(medianBytes)})`;
}

function atLeastEvery(wait: Seconds): string {
  return `Abfrage mindestens alle ${span(wait)}`;
}

/** "412,30 USD von 500 USD ausgegeben (82,5 %)", "160 GB von 200 GB verbraucht (80 %)". */
function budgetSpent(figures: BudgetFigures): string {
  const { spent, limit } = figures;
  const used = 'bytes' in limit ? 'verbraucht' : 'ausgegeben';
  const share = formatPercent(percentSpent(figures), ',');
  return `${amount(spent, limit)} von ${amount(limitText(limit), limit)} ${used} (${share})`;
}

/** "; Prognose für das Monatsende: 618,45 USD (123,7 %); nicht mitgezählt: 12,00 EUR". */
function budgetDetails({ limit, forecast, otherCurrencies, uncounted }: BudgetFigures): string {
  const others = Object.entries(otherCurrencies).map(
    ([currency, sum]) => `${sum.replace('.', ',')} ${currency}`,
  );
  const unclear = `${uncounted} ${uncounted === 1 ? 'Kauf' : 'Käufe'} ohne Preis oder Währung`;
  const notCounted = [...others, ...(uncounted > 0 ? [unclear] : [])];
  const share = forecast === null ? '' : formatPercent(percentSpent({ spent: forecast, limit }), ',');
  return [
    forecast !== null && `; Prognose für das Monatsende: ${amount(forecast, limit)} (${share})`,
    notCounted.length > 0 && `; nicht mitgezählt: ${enumeration(notCounted, 'und')}`,
  ]
    .filter((part) => part !== false)
    .join('');
}

function limitText(limit: BudgetLimit): string {
  return 'bytes' in limit ? String(limit.bytes) : limit.amount;
}

function amount(figure: string, limit: BudgetLimit): string {
  return 'bytes' in limit ? bytes(Number(figure)) : `${figure.replace('.', ',')} ${limit.currency}`;
}

/** "80 %". */
function percentThreshold({ reached, next }: BudgetFinding): string {
  const threshold = reached ?? next;
  return threshold === null ? '' : formatPercent(threshold.percent, ',');
}

function silence({ readAt, since }: Silence, { now }: Reader): string {
  return readAt === null
    ? `seit ${spanDative(now - since)} kein gültiger Messwert`
    : `letzter gültiger Messwert vor ${spanDative(now - since)}`;
}

/** Why the alert does not fire, or is not resolved: only failing calls count. */
function failingCalls({ readAt, failingSince }: Silence, { now }: Reader): string {
  if (failingSince === undefined) return '';
  if (failingSince !== null)
    return `; Verbrauchsabfragen schlagen seit ${spanDative(now - failingSince)} fehl`;
  return readAt === null
    ? '; keine Verbrauchsabfrage ist fehlgeschlagen'
    : '; seither ist keine Verbrauchsabfrage fehlgeschlagen';
}

/** "ist niedrig (12,30 USD, Schwelle 50 USD)". */
function balanceState({ change, balance, threshold, currency }: AccountBalance): string {
  const figures = [
    ...(balance === null ? [] : [inCurrency(balance, currency)]),
    ...(threshold === null || change === 'topped-up' ? [] : [`Schwelle ${inCurrency(threshold, currency)}`]),
  ];
  const state = { 'topped-up': 'wurde aufgeladen', low: 'ist niedrig', insufficient: 'reicht nicht aus' }[
    change
  ];
  return figures.length === 0 ? state : `${state} (${figures.join(', ')})`;
}

function lowBalance({ threshold, currency }: AccountBalance): string {
  return threshold === null ? 'niedriges Guthaben' : inCurrency(threshold, currency);
}

function inCurrency(text: string, currency: string | null): string {
  const figure = text.replace('.', ',');
  return currency === null ? figure : `${figure} ${currency}`;
}

/** "3 Abfragen in Folge beim Anbieter sind fehlgeschlagen (HTTP 503)", "der Anbieter hat das API-Token abgelehnt (HTTP 401)". */
function providerState({ kind, failuresRunning, httpStatus, detail }: ProviderOutcome): string {
  const what = httpStatus === null ? detail : `HTTP ${httpStatus}`;
  const why = what === '' ? '' : ` (${what})`;
  if (kind === 'ok') return 'die API des Anbieters antwortet';
  if (kind === 'refused') return `der Anbieter hat das API-Token abgelehnt${why}`;
  return failuresRunning === 1
    ? `eine Abfrage beim Anbieter ist fehlgeschlagen${why}`
    : `${failuresRunning} Abfragen in Folge beim Anbieter sind fehlgeschlagen${why}`;
}

/** Names that a list of what was resolved spells out. */
const NAMED = 3;

function alsoResolved(count: number): string {
  return count > 0 ? `, ${count} behoben` : '';
}

/** "a, b oder c". */
function either(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} oder ${names.at(-1)}`;
}

/** ", 12 % mehr als in den Tagen davor". */
function changeOf(used: number, before: number): string {
  if (before <= 0) return '';
  const percent = Math.round((used / before - 1) * 100);
  if (percent === 0) return ', wie in den Tagen davor';
  return `, ${Math.abs(percent)} % ${percent > 0 ? 'mehr' : 'weniger'} als in den Tagen davor`;
}

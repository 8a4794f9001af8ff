import type { AnswerKind } from '../conditions/condition.js';
import { enumeration } from './enumeration.js';
import type { Language } from './language.js';

/** Conditions of the whole fleet. Details that the client words in English alone are left to the log and `roamwatch rejected`. */
export const GERMAN_CONDITIONS: Language['conditions'] = {
  'provider-failing': {
    sentence: ({ httpStatus }) =>
      `die API des Anbieters ist bei der letzten Abfrage ausgefallen (${httpStatus === null ? 'keine verwertbare Antwort' : `HTTP ${httpStatus}`})`,
    title: () => 'Die API des Anbieters fällt aus',
    meaning: () =>
      'Roamwatch versucht es weiter und holt versäumte Alarme nach, sobald der Anbieter antwortet.',
    ended: () => 'Die API des Anbieters antwortet wieder.',
  },
  'list-lacking': {
    sentence: ({ listed, missing, known }) =>
      listed === 0
        ? `die Liste des Anbieters ist leer, obwohl zuvor ${known} eSIMs Daten nutzen konnten`
        : `in der Liste des Anbieters fehlen ${missing} von ${known} eSIMs, die zuvor Daten nutzen konnten`,
    title: ({ listed }) =>
      listed === 0
        ? 'Die eSIM-Liste des Anbieters ist leer'
        : 'Die meisten eSIMs fehlen in der Liste des Anbieters',
    meaning: ({ listed }) =>
      `Roamwatch fragt die bekannten eSIMs weiter ab und beendet deshalb keinen Alarm. Prüfen Sie, ob das API-Token zum richtigen Konto gehört.${
        listed === 0 ? '' : ' Nach einer Woche gelten die fehlenden eSIMs als entfernt.'
      }`,
    ended: () => 'Die Liste des Anbieters ist wieder plausibel.',
  },
  'list-cut': {
    sentence: ({ proven }) => `die Liste der eSIMs ist ${proven ? '' : 'möglicherweise '}unvollständig`,
    title: () => 'Die eSIM-Liste des Anbieters ist unvollständig',
    meaning: () =>
      'Roamwatch fragt die bekannten eSIMs weiter ab. eSIMs, die nie in der Liste standen, werden nicht überwacht. Fragen Sie den Anbieter, wie sich alle auflisten lassen.',
    ended: () => 'Die Liste des Anbieters ist wieder vollständig.',
  },
  'esims-failing': {
    sentence: ({ failing, of }) => `Verbrauchsabfragen schlagen bei ${failing} von ${of} eSIMs fehl`,
    title: ({ failing, of }) => `${failing} von ${of} eSIMs sind nicht lesbar`,
    meaning: () =>
      'Ihre letzten Werte bleiben stehen, Datenalarme werden für sie nicht ausgelöst. Auflisten mit: roamwatch rejected',
    ended: () => 'Die meisten dieser eSIMs sind wieder lesbar.',
  },
  'unit-unknown': {
    sentence: ({ mixed }) =>
      mixed
        ? 'Datenregeln lösen nur für eSIMs aus, deren Paketname die Einheit der Datenmenge belegt'
        : 'die Einheit der Datenmengen ist unbekannt, deshalb lösen Datenregeln nicht aus',
    title: () => 'Die Einheit der Datenmengen des Anbieters ist unbekannt',
    meaning: () =>
      'Alarme über das Restvolumen werden nicht ausgelöst. Wenn Sie die Einheit kennen, setzen Sie units.allowance in der Konfiguration.',
    ended: () => 'Die Einheit ist bekannt, Alarme über das Restvolumen werden wieder ausgelöst.',
  },
  unreadable: {
    sentence: ({ answers, count, of, example }) =>
      `ein Wert ist in ${count} von ${of} ${ANSWERS[answers]} nicht lesbar, zum Beispiel ${example}; der Anbieter hat möglicherweise sein Format geändert`,
    title: () => 'Die Daten des Anbieters sind nicht lesbar',
    meaning: ({ answers }) =>
      answers === 'history'
        ? 'Was nicht lesbar ist, wird abgelehnt; in Berichten können Käufe fehlen. Auflisten mit: roamwatch rejected'
        : 'Was nicht lesbar ist, wird abgelehnt; Regeln, die es brauchen, lösen nicht aus. Auflisten mit: roamwatch rejected',
    ended: ({ answers, example }) =>
      `Nicht lesbare Werte wie ${example} sind in ${ANSWERS[answers]} nicht mehr verbreitet.`,
  },
  'field-gone': {
    sentence: ({ answers, field, of, example }) =>
      `${field} fehlt in fast allen von ${of} ${ANSWERS[answers]}, zum Beispiel bei ${example}; der Anbieter hat möglicherweise sein Format geändert`,
    title: ({ field }) => `Der Anbieter sendet ${field} nicht mehr`,
    meaning: () =>
      'Regeln, die das Feld brauchen, lösen nicht aus. Fragen Sie den Anbieter, ob sich seine Antworten geändert haben.',
    ended: ({ field }) => `Die Antworten enthalten ${field} wieder oder kommen seit einer Woche ohne aus.`,
  },
  'new-status': {
    sentence: ({ status, count, of, example, polled }) =>
      `der Anbieter hat einen neuen Status ${status}: ${count} von ${of} eSIMs, zum Beispiel ${example}${
        polled ? '' : '; sie werden nur abgefragt, wenn poll.statuses ihn nennt'
      }`,
    title: ({ status }) => `Neuer eSIM-Status ${status}`,
    meaning: ({ polled }) =>
      polled
        ? 'eSIMs mit diesem Status werden abgefragt. Wenn sie keine Daten nutzen können, nennen Sie die abzufragenden Status in poll.statuses.'
        : 'eSIMs mit diesem Status werden nicht überwacht. Wenn sie Daten nutzen können, ergänzen Sie ihn in poll.statuses.',
    ended: ({ status }) =>
      `Der Status ${status} ist nicht mehr neu: Er kommt nicht mehr vor, ist konfiguriert oder eine Woche alt.`,
  },
  'daemons-differ': {
    sentence: ({ differences }) =>
      differences
        .map(({ daemons: [one, other], versions, sections }) =>
          versions === null
            ? `${one} und ${other} unterscheiden sich in ${enumeration(sections, 'und')}`
            : `${one} hat Version ${versions[0]} und ${other} Version ${versions[1]}`,
        )
        .join('; '),
    title: () => 'Rechner mit derselben Datenbank unterscheiden sich',
    meaning: () =>
      'Jeder von ihnen kann die nächste Abfrage oder Zustellung machen, mit seinen eigenen Dateien; was geschieht, hängt davon ab, welcher es ist. Gleichen Sie Dateien und Version auf allen Rechnern an, und laden Sie Roamwatch dort neu oder starten Sie es neu.',
    ended: () =>
      'Kein Rechner unterscheidet sich mehr von einem anderen: Sie sind jetzt gleich, oder auf einem läuft Roamwatch nicht mehr.',
  },
};

const ANSWERS: Readonly<Record<AnswerKind, string>> = {
  list: 'Listeneinträgen',
  usage: 'Verbrauchsantworten',
  history: 'Pakethistorien',
};

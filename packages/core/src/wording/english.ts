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
import { formatDuration } from '../time/duration.js';
import { DAY, type Seconds, type UnixSeconds } from '../time/instant.js';
import { formatBytes, formatPercent } from '../usage/size.js';
import { capitalised } from './capitalised.js';
import { counted } from './counted.js';
import { ENGLISH_CONDITIONS } from './english-conditions.js';
import { ENGLISH_CERTIFICATES, ENGLISH_DELIVERY_FAULTS, ENGLISH_INVENTORY_FAULTS } from './english-faults.js';
import { dayAndMonth, dayRange, moment, monthName, span, when } from './english-times.js';
import { enumeration } from './enumeration.js';
import { type Language, wordsOf } from './language.js';
import type { CurrentFigures, HeadlineSubject, Reader } from './reader.js';

const TOPPED_UP = 'topped up';
const ASK_FOR_DATA = 'If you need more data, ask your travel desk for a top-up.';
const IF_NOT_YOU = "If this wasn't you, contact your travel desk.";
const CHECK_WITH_TRAVELLER = 'Check with the traveller that this is expected.';

const KEEPS_RETRYING = 'Roamwatch keeps retrying and sends any missed alerts afterwards.';
const PROVIDER_ADVICE: Readonly<Record<ProviderFailure, string>> = {
  token: 'Save a valid token in the file that api.tokenFile names; no restart needed.',
  permission:
    "Check what this token may do in the provider's dashboard, or save one that may read eSIMs in the file that api.tokenFile names; no restart needed.",
  throttled: `Lower api.requestsPerSecond or poll less often. ${KEEPS_RETRYING}`,
  address: 'Check api.baseUrl: what answers there is not the API.',
  outage: `Check the provider's status page. ${KEEPS_RETRYING}`,
  'no-answer': `Check that this machine can reach api.baseUrl, and the provider's status page. ${KEEPS_RETRYING}`,
  unreadable: `Check that api.baseUrl is right, then the provider's status page: the answer is not what the API documents. ${KEEPS_RETRYING}`,
  'too-large': `Check that api.baseUrl is right. If it is, report this to the provider: no answer of the API is that large. ${KEEPS_RETRYING}`,
};

/** Findings and reasons in English. */
export const ENGLISH: Language = {
  findings: {
    'data-low': {
      measured: ({ measured }) => left(measured),
      threshold: dataThreshold,
      sentence: (finding, { beside }) => {
        const relation = finding.reached === null ? 'above' : 'at or below';
        const why = `${relation} ${dataThreshold(finding)}`;
        return isBeside(finding.measured, beside) ? why : `${left(finding.measured)}, ${why}`;
      },
      cleared: ({ measured }, _openFor, { beside }) =>
        isBeside(measured, beside) ? 'enough data is left again' : `${left(measured)} again`,
      renewed: TOPPED_UP,
      headline: (subject, { measured }) => `${subject.name} has ${leftShort(subject, measured)}`,
      advice: () => 'Top up, or use Wi-Fi until the package ends.',
      traveller: {
        headline: (esim, subject, { measured }) => `${esim} has ${leftShort(subject, measured)}`,
        advice: () => `Use Wi-Fi where you can. ${ASK_FOR_DATA}`,
      },
    },

    'data-exhausted': {
      measured: ({ measured }) => left(measured),
      threshold: () => '0 B',
      sentence: ({ measured, reached }) => (reached === null ? left(measured) : usedUp(measured)),
      cleared: ({ measured }, _openFor, { beside }) =>
        isBeside(measured, beside) ? 'data is available again' : `${left(measured)} again`,
      renewed: TOPPED_UP,
      headline: ({ name }) => `${name} has no data left`,
      advice: () => 'Top up to get back online.',
      traveller: {
        headline: (esim) => `${esim} has no data left`,
        advice: () => `Use Wi-Fi for now. ${ASK_FOR_DATA}`,
      },
    },

    expiry: {
      measured: ({ measured }, reader) => expires(measured.endsAt, reader),
      threshold: time,
      sentence: (finding, reader) =>
        beforeTheEnd(finding, reader) ??
        `the package ${expires(finding.measured.endsAt, reader)}${whileDown(finding)}${endAndThreshold(finding, reader)}`,
      cleared: ({ measured }, _openFor, reader) => `the package ${expires(measured.endsAt, reader)}`,
      renewed: 'renewed',
      headline: (subject, finding, reader) => {
        const endsAt = subject.expiresAt ?? finding.measured.endsAt;
        return `${subject.name}'s package ${expires(endsAt, reader)}${whileDown(finding)} (${at(endsAt, reader)})`;
      },
      advice: () => 'Top up if the traveller needs it for longer.',
      traveller: {
        headline: (esim, { expiresAt }, { measured }, reader) => {
          const endsAt = expiresAt ?? measured.endsAt;
          return `${esim} package ${expires(endsAt, reader)} (${at(endsAt, reader)})`;
        },
        advice: ({ measured }, { now }) =>
          measured.endsAt > now
            ? 'If you need mobile data after that, ask your travel desk to extend it in time. Otherwise there is nothing to do.'
            : 'It no longer provides mobile data. If you still need some, ask your travel desk for a new package.',
      },
    },

    'expiry-unused': {
      measured: ({ measured }, reader) => expires(measured.endsAt, reader),
      threshold: time,
      sentence: (finding, reader) => {
        const why = beforeTheEnd(finding, reader);
        return why === null
          ? `the profile ${unused(finding.measured.endsAt, reader)}${whileDown(finding)}${endAndThreshold(finding, reader)}`
          : `not installed, ${why}`;
      },
      cleared: ({ measured }, _openFor, reader) => `the profile ${expires(measured.endsAt, reader)}`,
      renewed: 'renewed',
      headline: (subject, finding, reader) => {
        const endsAt = subject.expiresAt ?? finding.measured.endsAt;
        return `${owned(subject, 'eSIM')} ${unused(endsAt, reader)}${whileDown(finding)} (${at(endsAt, reader)})`;
      },
      advice: ({ measured }, { now }) =>
        measured.endsAt > now
          ? 'Install the profile before then, or the unused data expires.'
          : 'The unused data has expired with the profile.',
      traveller: {
        headline: (esim, { expiresAt }, { measured }, reader) => {
          const endsAt = expiresAt ?? measured.endsAt;
          return `${esim} ${unused(endsAt, reader)} (${at(endsAt, reader)})`;
        },
        advice: ({ measured }, { now }) =>
          measured.endsAt > now
            ? 'Install it while you are on Wi-Fi, before you leave. If you no longer need it, tell your travel desk.'
            : 'It can no longer be used. If you still need one, ask your travel desk.',
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
          ? `${name} is projected to have run out of data`
          : `${name} is projected to run out of data in ${span(measured.runsOutAt - now)}`,
      advice: () => 'Top up before the data runs out, or use less until the package ends.',
      traveller: {
        headline: (esim, _subject, { measured }, { now }) =>
          measured.runsOutAt === null || measured.runsOutAt <= now
            ? `${esim} may have run out of data`
            : `At your current pace, ${inSentence(esim)} runs out of data in ${span(measured.runsOutAt - now)}`,
        advice: () => `Save videos and updates for Wi-Fi. ${ASK_FOR_DATA}`,
      },
    },

    'usage-spike': {
      measured: spikeDay,
      threshold: (finding) => {
        const times = (finding.reached ?? finding.next)?.times ?? 0;
        return `${times} times the 7-day median, at least ${formatBytes(finding.measured.minimumBytes)}`;
      },
      sentence: (finding) =>
        finding.reached === null
          ? `${spikeDay(finding)}, no spike`
          : `used ${spikeDay(finding)}${spikeSize(finding)}`,
      cleared: (finding) => `${spikeDay(finding)}, no spike`,
      renewed: 'renewed',
      headline: ({ name }, finding) => `${name} used ${spikeDay(finding)}${spikeSize(finding)}`,
      advice: () => CHECK_WITH_TRAVELLER,
      traveller: {
        headline: (esim, _subject, finding) => `${esim} used ${spikeDay(finding)}, far more than usual`,
        advice: () => IF_NOT_YOU,
      },
    },

    'new-location': {
      measured: ({ measured: { places } }) => (places.length === 0 ? 'no new place' : places.join(', ')),
      threshold: ({ measured: { allowed } }) =>
        allowed.length === 0 ? 'any new place' : `any new place but ${enumeration(allowed, 'and')}`,
      sentence: ({ measured: { places } }) =>
        places.length === 0
          ? 'no new place'
          : `first usage in ${enumeration(places, 'and')}, which ${places.length === 1 ? 'is' : 'are'} not on the allow list`,
      cleared: () => 'no new place',
      renewed: 'renewed',
      headline: ({ name }, { measured: { places } }) =>
        `${name}: first usage in ${enumeration(places, 'and')}`,
      advice: () => CHECK_WITH_TRAVELLER,
      traveller: {
        headline: (esim, _subject, { measured: { places } }) =>
          `${esim} was used in ${enumeration(places, 'and')} for the first time`,
        advice: () => IF_NOT_YOU,
      },
    },

    stale: {
      measured: ({ measured }, reader) => silence(measured, reader),
      threshold: time,
      sentence: (finding, reader) =>
        finding.reached === null
          ? `${silence(finding.measured, reader)}${failingCalls(finding.measured, reader)}`
          : `${silence(finding.measured, reader)} (threshold: ${time(finding)})`,
      cleared: () => 'new usage data is coming in again',
      renewed: 'renewed',
      headline: ({ name }, { measured }, { now }) =>
        `${name}: no usage data for ${span(now - measured.since)}`,
      advice: () => "No new usage data is coming in. Check this eSIM in the provider's dashboard.",
      traveller: {
        headline: (esim, _subject, { measured }, { now }) =>
          `No usage data from ${inSentence(esim)} for ${span(now - measured.since)}`,
        advice: () =>
          'Your data still works. What is left of it may be less than the last figure, so check it on your phone.',
      },
    },

    budget: {
      measured: ({ measured }) => budgetSpent(measured),
      threshold: percentThreshold,
      sentence: (finding) => {
        const { measured, reached } = finding;
        const threshold = percentThreshold(finding);
        const why = `${reached === null ? 'below' : 'at or above'} ${threshold}`;
        return `${budgetSpent(measured)} in ${monthName(measured.month)}, ${why}${budgetDetails(measured)}`;
      },
      cleared: (finding) => {
        const { measured } = finding;
        return `${budgetSpent(measured)} in ${monthName(measured.month)}, below ${percentThreshold(finding)}`;
      },
      renewed: 'renewed',
      headline: ({ name }, { measured }) =>
        `${name}: ${budgetSpent(measured)} in ${monthName(measured.month)}`,
      advice: ({ measured: { month, limit } }) =>
        `See who it is: roamwatch report ${'bytes' in limit ? 'usage' : 'purchases'} --month ${month}`,
      // Nobody travels with a budget.
      traveller: {
        headline: (_esim, _subject, { measured }) =>
          `${budgetSpent(measured)} in ${monthName(measured.month)}`,
        advice: () => ASK_FOR_DATA,
      },
    },

    'provider-down': {
      measured: ({ measured: { kind, failuresRunning } }) =>
        kind === 'ok' ? 'responding' : kind === 'refused' ? 'token rejected' : failedPolls(failuresRunning),
      threshold: () => `${FAILURES_OF_AN_OUTAGE} consecutive failed polls, or a rejected token`,
      sentence: ({ measured }) => `the ${providerState(measured)}`,
      cleared: (_finding, openFor) => `the provider API is responding again (down for ${span(openFor)})`,
      renewed: 'renewed',
      headline: (_subject, { measured }) => `The ${providerState(measured)}`,
      advice: ({ measured }) => PROVIDER_ADVICE[failureOf(measured)],
      traveller: {
        headline: () => 'The eSIM provider cannot be reached',
        advice: () => 'Your data still works. There is nothing to do.',
      },
    },

    'account-balance': {
      measured: ({ measured }) => balanceState(measured),
      threshold: ({ reached, next, measured }) =>
        (reached ?? next)?.change === 'insufficient' ? 'insufficient balance' : lowBalance(measured),
      sentence: ({ measured }) => `the account balance ${balanceState(measured)}`,
      cleared: ({ measured }) => `the account balance ${balanceState(measured)}`,
      renewed: TOPPED_UP,
      headline: (_subject, { measured }) => `The account balance ${balanceState(measured)}`,
      advice: () =>
        "Top up the account in the provider's dashboard. Without a balance no package can be bought or topped up; running packages continue.",
      // Nobody travels with the account.
      traveller: {
        headline: (_esim, _subject, { measured }) => `The account balance ${balanceState(measured)}`,
        advice: () => 'Your data still works. There is nothing to do.',
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
      return `${streak > 0 ? 'one clear reading' : 'no longer clear'}: ${sentence}`;
    },
    renewed({ changes, finding }, reader, language) {
      const { renewed, measured } = wordsOf(finding, language);
      const how = changes.map((change) => language.epochChanges[change]).join(', ');
      const shown = reader.beside || how === '' ? '' : ` (${how})`;
      return `${renewed}${shown}: ${measured(finding, reader)}`;
    },
    'not-reached': () => 'no threshold is reached',
    'already-notified': () => 'already notified',
    'not-clear': () => 'not far enough above the threshold to resolve',
    'no-news': () => 'waiting for new data from the provider',
    muted: ({ by }) => `muted by ${by}`,
    superseded: ({ epoch }) => `superseded by the alert for package ${epoch}`,
    'month-ended': ({ finding }, reader, language) =>
      `the month has ended: ${wordsOf(finding, language).measured(finding, reader)}`,
    'event-aged': () => 'the event is more than a day old',
    unacknowledged: ({ by }) => `acknowledgement removed by ${by}`,
    acknowledged: ({ by, comment }) =>
      comment === '' ? `acknowledged by ${by}` : `acknowledged by ${by}: ${comment}`,
    recorded: ({ text }) => text,
    erased: () => 'erased',
  },

  notApplicable: {
    'not-listed': "the eSIM is no longer in the provider's list",
    ended: 'the eSIM has expired or was revoked',
    'no-match': 'the rule does not match this eSIM',
    'not-installed': 'the eSIM is not installed yet',
    installed: 'the profile is already installed',
    'not-polled': 'the eSIM is not polled for usage',
    unlimited: 'the data is unlimited',
    'usage-unsupported': 'the provider does not support usage checks for this eSIM',
    'package-ended': 'the package has ended',
    'no-allowance': 'the package has no data allowance',
    'no-thresholds': 'the rule has no thresholds',
    'thresholds-above-half': 'every threshold is above half of the package',
    'thresholds-too-long': 'every threshold is longer than the package, so the rule would fire immediately',
    'ended-long-ago': 'it expired more than a day ago',
    removed: 'the rule was removed',
  },

  unknown: {
    'no-fresh-reading': 'there is no fresh reading',
    'no-data-figures': 'the provider reports no usable data figures',
    'no-allowance-figure': 'the size of the package is unknown',
    'no-remaining-figure': 'the remaining data is unknown',
    'no-package-end': 'the end of the package is unknown',
    'no-profile-end': 'the expiry of the profile is unknown',
    'too-little-usage': 'there is too little usage for a forecast',
    'no-recent-usage': 'there is no recent usage',
    'provider-down': 'the provider API is not responding, which has its own alert',
    'not-polled-since-downtime':
      'it ended while Roamwatch was down, and the provider has not been polled since',
  },

  epochChanges: {
    'first-reading': 'first reading',
    'allowance-changed': 'allowance changed',
    'end-moved-later': 'package end moved later',
    'history-row-added': 'package history gained a row',
  },

  nextPoll: {
    scheduled: () => 'scheduled',
    'not-polled': ({ cause }, { notPolled }) => `not polled (${notPolled[cause]})`,
    'status-not-polled': ({ status }) => `not polled (status ${status} is not in poll.statuses)`,
    'never-polled': ({ isInstalled }) =>
      isInstalled ? 'never polled' : 'never polled; uninstalled profiles share 25 % of the budget',
    pushed: () => "the provider's push reports a change",
    changed: () => 'the list shows a change',
    failing: ({ failedFor }) =>
      `the last poll failed; retried after ${formatDuration(failedFor)} of failures`,
    'nothing-ahead': ({ longestWait }) => `no threshold ahead, ${atLeastEvery(longestWait)}`,
    'threshold-ahead': ({ bytesToThreshold, mostPerHour, figuresChangeEvery, longestWait }) =>
      [
        `${formatBytes(bytesToThreshold)} above the next threshold`,
        mostPerHour === null ? 'nothing used yet' : `at most ${formatBytes(mostPerHour)} an hour`,
        figuresChangeEvery !== null && `figures change every ${formatDuration(figuresChangeEvery)}`,
        longestWait !== null && atLeastEvery(longestWait),
      ]
        .filter((part) => part !== false)
        .join(', '),
  },

  notPolled: {
    unknown: 'the eSIM is unknown',
    'left-list': 'no longer in the list',
    'usage-unsupported': 'the provider does not support usage checks for it',
    'no-iccid': 'it has no ICCID of its own',
  },

  conditions: ENGLISH_CONDITIONS,

  deliveryFaults: ENGLISH_DELIVERY_FAULTS,
  certificates: ENGLISH_CERTIFICATES,
  inventoryFaults: ENGLISH_INVENTORY_FAULTS,
  inventoryFile: 'the file',
  resolved: 'Resolved',

  noAdvice: "Check this eSIM in the provider's dashboard.",

  letter: {
    tags: {
      critical: 'critical',
      warning: 'warning',
      resolved: 'resolved',
      info: 'info',
      test: 'test',
      notice: 'notice',
      report: 'report',
      summary: 'summary',
    },
    states: { critical: 'Critical', warning: 'Warning', resolved: 'Resolved', reminder: 'Still critical' },
    labels: {
      left: 'Left',
      expires: 'Expires',
      why: 'Why',
      next: 'Next',
      acknowledge: 'Acknowledge',
      esim: 'eSIM',
    },
    buttons: {
      openAlert: (id) => `Open alert ${id}`,
      openAlerts: 'Open alerts',
      topUp: 'Top up',
      openPage: 'Open Roamwatch',
    },

    several({ open, critical, resolved, areEsims }, worst) {
      const head = `${open} ${areEsims ? 'eSIMs' : 'alerts'} need attention`;
      const severe = critical > 0 ? ` (${critical} critical)` : '';
      return `${head}${severe}${alsoResolved(resolved)}: ${worst}, …`;
    },
    one: (worst, resolved) => worst + alsoResolved(resolved),
    reminder: ({ alerts, longestOpen }, worst) =>
      alerts === 1
        ? `Reminder: 1 critical alert still open after ${span(longestOpen)}: ${worst}`
        : `Reminder: ${alerts} critical alerts still open, for up to ${span(longestOpen)}: ${worst}, …`,
    resolvedFor({ resolved, areEsims }, names) {
      const more = resolved - NAMED;
      const named = names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
      return `Resolved for ${resolved} ${areEsims ? 'eSIMs' : 'alerts'}: ${named}`;
    },
    nothingToReport: 'Nothing to report',
    also: (phrases) => `Also: ${phrases.join('; ')}`,
    firstStart:
      'Roamwatch has just started monitoring these eSIMs. The conditions below already existed. From now on you are notified once each time a threshold is crossed.',
    resolvedBecause: (reason) => `Resolved: ${reason}`,
    stillOpen: (age, reminder, reason) =>
      `Open for ${span(age)}${reminder > 0 ? `; reminder ${reminder}` : ''}. ${capitalised(reason)}`,

    providerName: 'The eSIM provider',
    accountName: 'The account at the provider',
    budgetName: (rule) => `Budget ${rule}`,
    unlabelled: (which) => `eSIM ${which}`,
    remaining: ({ remainingBytes, allowanceBytes }) =>
      remainingBytes === null
        ? 'remaining data unknown'
        : allowanceBytes === null || allowanceBytes <= 0
          ? `${formatBytes(Math.max(0, remainingBytes))} left`
          : left({ remainingBytes: Math.max(0, remainingBytes), allowanceBytes }),
    expiry: ({ expiresAt, isInstalled }, reader) =>
      `${isInstalled ? 'package' : 'unused profile'} ${expires(expiresAt, reader)} (${at(expiresAt, reader)})`,
    iccid: 'ICCID',
    withoutIccid: (esimId) => `eSIM ID ${esimId}, no ICCID yet`,
    costCentre: (name) => `cost centre ${name}`,
    project: (name) => `project ${name}`,
    figuresFrom: (readAt, { now, zone }) =>
      readAt === null ? 'no figures yet' : `figures from ${moment(readAt, now, zone)}`,
    alertLine: ({ id, rule, openedAt }, { now, zone }) =>
      `alert ${id}, ${rule}, since ${moment(openedAt, now, zone)}`,
    topUp: (offers) => `Top up: ${either(offers)}.`,
    providerNotes: (notes) => `The provider says: ${notes.join(' ')}`,
    usageDays: (from, to, peakBytes) => `${dayRange(from, to)} · peak ${formatBytes(peakBytes)}/day`,
    lastDays: (count) => `Last ${count} days`,

    test: {
      title: 'Roamwatch test notification',
      text: (requestedAt, { now, zone }) => [
        'This is a test. No action is needed.',
        `Requested on ${moment(requestedAt, now, zone)} and delivered through the same outbox and channel as alerts.`,
      ],
    },
    footer: (receiver, zone) => `Sent by Roamwatch to receiver "${receiver}". Times in ${zone}.`,
    more: (count) => `and ${count} more`,
    allAttached: (count, fileName) => `All ${count} eSIMs are in the attached ${fileName}.`,
    files: (names) => `Files: ${names.join(', ')}`,

    traveller: {
      yourEsim: 'Your eSIM',
      yourEsimEnding: (digits) => `Your eSIM …${digits}`,
      states: { critical: 'Urgent', warning: 'Heads-up', resolved: 'All good', reminder: 'Reminder' },
      fineAgain: (esim) => `${esim} is fine again`,
      reminder: (phrase) => `Reminder: ${inSentence(phrase)}`,
      firstStart: 'Your eSIM is now monitored. You get a message when your data or its validity runs low.',
      footer: (zone) =>
        `You receive this because your travel desk has your address on file for this eSIM. Times in ${zone}.`,
    },

    summary: {
      headline: (from, to, usedBytes, openCritical) =>
        `${dayRange(from, to)}: ${formatBytes(usedBytes)} used, ${openCritical === 0 ? 'no critical alert open' : `${openCritical} critical ${openCritical === 1 ? 'alert' : 'alerts'} open`}`,
      headlineUntil: (from, to, usedBytes, openCritical, until) =>
        `${dayRange(from, to)}: no data after ${until}; ${formatBytes(usedBytes)} used until then${openCritical === 0 ? '' : `, ${openCritical} critical ${openCritical === 1 ? 'alert' : 'alerts'} open`}`,
      headlineWithoutData: (from, to) => `${dayRange(from, to)}: no data, because no poll has succeeded yet`,
      comparison: (bytes, bytesBefore) => `${formatBytes(bytes)}${changeOf(bytes, bytesBefore)}`,
      bytes: (bytes) => formatBytes(bytes),
      moment: (at, { now, zone }) => moment(at, now, zone),
      isOld: 'No poll has succeeded since: later usage and alerts are missing.',
      asOf: (dataAsOf, { now, zone }) =>
        dataAsOf === null
          ? 'No poll has succeeded yet, so nothing here can be relied on.'
          : `Data as of ${moment(dataAsOf, now, zone)}.`,
      notMonitored: (count) =>
        count === 1
          ? '1 eSIM that could use data is not monitored; what it used is not included.'
          : `${count} eSIMs that could use data are not monitored; what they used is not included.`,
      openAlerts: (critical, warning) =>
        `${critical} critical, ${warning} ${warning === 1 ? 'warning' : 'warnings'}`,
      expiring: (count) => `Expiring within 7 days: ${count}`,
      expires: (endsAt, { now, zone }) => `in ${span(endsAt - now)} (${when(endsAt, now, zone)})`,
      neverUsed: (count) => `Never used: ${count}`,
      knownSince: (at, { now, zone }) => `known since ${when(at, now, zone)}`,
      labels: {
        fleet: 'Fleet',
        openAlerts: 'Open alerts',
        usage: 'Usage',
        total: 'Total',
        esimsInUse: 'eSIMs with usage',
        spend: 'Spend',
        purchases: 'Purchases',
        spent: 'Spent',
        unpriced: 'Purchases without a price',
        unknownCurrency: 'unknown currency',
        none: 'None',
      },
    },
  },
};

/** "104 MB of 1 GB left (10.2 %)", "0 B of 1 GB left (overdrawn by 5 MB)", "104 MB left". */
function left({ allowanceBytes, remainingBytes }: RemainingFigures): string {
  const of = allowanceBytes === null ? '' : ` of ${formatBytes(allowanceBytes)}`;
  if (remainingBytes < 0) return `0 B${of} left${overdrawn(remainingBytes)}`;
  // Of an allowance of nothing, which a stored reason may have, there is no share.
  const share = allowanceBytes ? percentLeft({ allowanceBytes, remainingBytes }) : null;
  return `${formatBytes(remainingBytes)}${of} left${share === null ? '' : ` (${formatPercent(share)})`}`;
}

/** "104 MB of 1 GB left", by now where that is known. */
function leftShort(current: CurrentFigures, measured: DataFigures): string {
  const { remainingBytes, allowanceBytes } = current.remainingBytes === null ? measured : current;
  const of = allowanceBytes === null ? '' : ` of ${formatBytes(allowanceBytes)}`;
  return `${formatBytes(Math.max(0, remainingBytes ?? 0))}${of} left`;
}

function isBeside(measured: RemainingFigures, beside: CurrentFigures | undefined): boolean {
  return (
    beside?.remainingBytes === measured.remainingBytes && beside.allowanceBytes === measured.allowanceBytes
  );
}

/** "25 %", "100 MB", "10 % or 100 MB". */
function dataThreshold({ measured, reached, next }: DataLowFinding): string {
  const threshold = reached ?? next;
  if (threshold === null) return '';
  const { percent, bytes } = partsThatCount(threshold, measured, reached !== null);
  return [percent !== null && formatPercent(percent), bytes !== null && formatBytes(bytes)]
    .filter((part) => part !== false)
    .join(' or ');
}

/** "the full 1 GB has been used", "no data is left (overdrawn by 5 MB)". */
function usedUp({ allowanceBytes, remainingBytes }: RemainingFigures): string {
  const what =
    allowanceBytes === null ? 'no data is left' : `the full ${formatBytes(allowanceBytes)} has been used`;
  return `${what}${overdrawn(remainingBytes)}`;
}

function overdrawn(remainingBytes: number): string {
  return remainingBytes < 0 ? ` (overdrawn by ${formatBytes(-remainingBytes)})` : '';
}

/** "24 h". */
function time({ reached, next }: { reached: TimeThreshold | null; next: TimeThreshold | null }): string {
  const threshold = reached ?? next;
  return threshold === null ? '' : span(threshold.seconds);
}

/** "expires in 20 h", "expired 2 h ago". */
function expires(endsAt: UnixSeconds, { now }: Reader): string {
  return endsAt > now ? `expires in ${span(endsAt - now)}` : `expired ${span(now - endsAt)} ago`;
}

/** "is not installed and expires in 10 days". */
function unused(endsAt: UnixSeconds, reader: Reader): string {
  return `${endsAt > reader.now ? 'is' : 'was'} not installed and ${expires(endsAt, reader)}`;
}

/** " while Roamwatch was down"; empty for an end that was watched. */
function whileDown({ measured }: EndFinding): string {
  return measured.whileDown ? ' while Roamwatch was down' : '';
}

function at(instant: UnixSeconds, { now, zone }: Reader): string {
  return when(instant, now, zone);
}

interface EndFinding {
  readonly measured: Countdown;
  readonly reached: TimeThreshold | null;
  readonly next: TimeThreshold | null;
}

/** "24 h or less before the end", where the end is shown beside it; else null. */
function beforeTheEnd(finding: EndFinding, { now, beside }: Reader): string | null {
  const { endsAt } = finding.measured;
  if (beside?.expiresAt !== endsAt || endsAt <= now || time(finding) === '') return null;
  return finding.reached === null
    ? `more than ${time(finding)} before the end`
    : `${time(finding)} or less before the end`;
}

/** " (Fri 27 Nov, 00:49 UTC; threshold: 24 h)"; empty when there is nothing to add. */
function endAndThreshold(finding: EndFinding, reader: Reader): string {
  const { endsAt } = finding.measured;
  const parts = [
    reader.beside?.expiresAt !== endsAt && at(endsAt, reader),
    endsAt > reader.now && time(finding) !== '' && `threshold: ${time(finding)}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** "Anna Kern's eSIM", "eSIM …029365". */
function owned({ name, isLabelled }: HeadlineSubject, what: string): string {
  return isLabelled ? `${name}'s ${what}` : name;
}

/** "projected to run out in 12 h". */
function runsOut({ remainingBytes, runsOutAt }: ForecastFigures, { now }: Reader): string {
  if (remainingBytes <= 0) return 'no data left';
  if (runsOutAt === null) return 'no data is being used';
  return runsOutAt > now ? `projected to run out in ${span(runsOutAt - now)}` : 'projected to have run out';
}

/** " (about Tue 11 Feb, 00:00 UTC) at 310 MB a day over the last 3 days, before the package ends (threshold: 24 h)". */
function forecastDetails(finding: DataForecastFinding, reader: Reader): string {
  const { runsOutAt, remainingBytes, packageEndsAt } = finding.measured;
  if (runsOutAt === null || remainingBytes <= 0) return '';
  const about = ` (about ${moment(runsOutAt, reader.now, reader.zone)})${pace(finding.measured)}`;
  if (finding.reached !== null) return `${about}, before the package ends (threshold: ${time(finding)})`;
  const isAfterTheEnd = packageEndsAt !== null && runsOutAt >= packageEndsAt;
  return `${about}, ${isAfterTheEnd ? 'after the package ends' : `beyond the ${time(finding)} threshold`}`;
}

/** " at 310 MB a day over the last 3 days". */
function pace({ bytesPerDay, evidence }: ForecastFigures): string {
  const used = ` at ${formatBytes(bytesPerDay)} a day`;
  if (evidence.source === 'readings')
    return `${used} by ${counted(evidence.samples, 'reading')} over ${span(evidence.over)}`;
  return `${used} over the last ${evidence.over === DAY ? 'day' : `${evidence.over / DAY} days`}`;
}

/** "434 MB on 25 Nov". */
function spikeDay({ measured: { day } }: UsageSpikeFinding): string {
  return day === null ? 'no recent usage' : `${formatBytes(day.usedBytes)} on ${dayAndMonth(day.date)}`;
}

/** ", 11 times the 7-day median (40 MB)". */
function spikeSize({ measured: { day, medianBytes } }: UsageSpikeFinding): string {
  if (day === null || medianBytes === null) return '';
  if (medianBytes === 0) return ' (7-day median: 0 B)';
  const times = day.usedBytes / medianBytes;
  return `, ${Number(times.toFixed(times < 10 ? 1 : 0))} times the 7-day median (${formatBytes(medianBytes)})`;
}

function atLeastEvery(wait: Seconds): string {
  return `polled at least every ${formatDuration(wait)}`;
}

/** "412.30 USD of 500 USD spent (82.5 %)", "160 GB of 200 GB used (80 %)". */
function budgetSpent(figures: BudgetFigures): string {
  const { spent, limit } = figures;
  const used = 'bytes' in limit ? 'used' : 'spent';
  return `${amount(spent, limit)} of ${amount(limitText(limit), limit)} ${used} (${formatPercent(percentSpent(figures))})`;
}

/** "; forecast for the month's end: 618.45 USD (123.7 %); not counted: 12.00 EUR". */
function budgetDetails({ limit, forecast, otherCurrencies, uncounted }: BudgetFigures): string {
  const others = Object.entries(otherCurrencies).map(([currency, sum]) => `${sum} ${currency}`);
  const unclear = [`${counted(uncounted, 'purchase')} without a price or currency`];
  const notCounted = [...others, ...(uncounted > 0 ? unclear : [])];
  return [
    forecast !== null &&
      `; forecast for the month's end: ${amount(forecast, limit)} (${formatPercent(percentSpent({ spent: forecast, limit }))})`,
    notCounted.length > 0 && `; not counted: ${enumeration(notCounted, 'and')}`,
  ]
    .filter((part) => part !== false)
    .join('');
}

function limitText(limit: BudgetLimit): string {
  return 'bytes' in limit ? String(limit.bytes) : limit.amount;
}

function amount(figure: string, limit: BudgetLimit): string {
  return 'bytes' in limit ? formatBytes(Number(figure)) : `${figure} ${limit.currency}`;
}

/** "80 %". */
function percentThreshold({ reached, next }: BudgetFinding): string {
  const threshold = reached ?? next;
  return threshold === null ? '' : formatPercent(threshold.percent);
}

function silence({ readAt, since }: Silence, { now }: Reader): string {
  return readAt === null
    ? `no good reading for ${span(now - since)}`
    : `last good reading ${span(now - since)} ago`;
}

/** Why the alert does not fire, or is not resolved: only failing calls count. */
function failingCalls({ readAt, failingSince }: Silence, { now }: Reader): string {
  if (failingSince === undefined) return '';
  if (failingSince !== null) return `; usage requests have failed for ${span(now - failingSince)}`;
  return `; no usage request has failed${readAt === null ? '' : ' since'}`;
}

function failedPolls(count: number): string {
  return `${count} consecutive failed ${count === 1 ? 'poll' : 'polls'}`;
}

/** "provider API has failed in 3 consecutive polls (HTTP 503)", "provider rejected the API token (HTTP 401)". */
function providerState({ kind, failuresRunning, httpStatus, detail }: ProviderOutcome): string {
  const what = httpStatus === null ? detail : `HTTP ${httpStatus}`;
  const why = what === '' ? '' : ` (${what})`;
  if (kind === 'ok') return 'provider API is responding';
  if (kind === 'refused') return `provider rejected the API token${why}`;
  const polls = failuresRunning === 1 ? 'poll' : 'consecutive polls';
  return `provider API has failed in ${failuresRunning} ${polls}${why}`;
}

/** "is low (12.30 USD, threshold 50 USD)". */
function balanceState({ change, balance, threshold, currency }: AccountBalance): string {
  const figures = [
    ...(balance === null ? [] : [inCurrency(balance, currency)]),
    ...(threshold === null || change === 'topped-up' ? [] : [`threshold ${inCurrency(threshold, currency)}`]),
  ];
  const state = { 'topped-up': 'was topped up', low: 'is low', insufficient: 'is insufficient' }[change];
  return figures.length === 0 ? state : `${state} (${figures.join(', ')})`;
}

function lowBalance({ threshold, currency }: AccountBalance): string {
  return threshold === null ? 'low balance' : inCurrency(threshold, currency);
}

function inCurrency(text: string, currency: string | null): string {
  return currency === null ? text : `${text} ${currency}`;
}

/** Names that a list of what resolved spells out. */
const NAMED = 3;

function alsoResolved(count: number): string {
  return count > 0 ? `, ${count} resolved` : '';
}

/** "a, b or c". */
function either(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** "your eSIM": what begins with "Your", after other words. */
function inSentence(phrase: string): string {
  return phrase.charAt(0).toLowerCase() + phrase.slice(1);
}

/** ", 12 % more than the days before". */
function changeOf(bytes: number, before: number): string {
  if (before <= 0) return '';
  const percent = Math.round((bytes / before - 1) * 100);
  if (percent === 0) return ', as in the days before';
  return `, ${Math.abs(percent)} % ${percent > 0 ? 'more' : 'less'} than the days before`;
}

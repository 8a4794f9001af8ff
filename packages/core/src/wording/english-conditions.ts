import type { AnswerKind } from '../conditions/condition.js';
import { enumeration } from './enumeration.js';
import type { Language } from './language.js';

/** Conditions of the whole fleet. */
export const ENGLISH_CONDITIONS: Language['conditions'] = {
  'provider-failing': {
    sentence: ({ httpStatus, detail }) =>
      `the provider API failed in the last poll (${httpStatus === null ? detail : `HTTP ${httpStatus}`})`,
    title: () => 'The provider API is failing',
    meaning: () => 'Roamwatch keeps retrying, and sends missed alerts once the provider responds.',
    ended: () => 'The provider API is responding again.',
  },
  'list-lacking': {
    sentence: ({ listed, missing, known }) =>
      listed === 0
        ? `the provider's list is empty, although ${esims(known)} could use data before`
        : `the provider's list lacks ${missing} of ${esims(known)} that could use data before`,
    title: ({ listed }) =>
      listed === 0
        ? "The provider's list of eSIMs is empty"
        : "Most eSIMs are missing from the provider's list",
    meaning: ({ listed }) =>
      `Roamwatch keeps polling the eSIMs it knows, and resolves no alert because of this. Check that the API token belongs to the right account.${
        listed === 0 ? '' : ' After a week the missing eSIMs count as removed.'
      }`,
    ended: () => "The provider's list is plausible again.",
  },
  'list-cut': {
    sentence: ({ proven, detail }) => `the list of eSIMs ${proven ? 'is' : 'may be'} cut short: ${detail}`,
    title: () => "The provider's list of eSIMs is incomplete",
    meaning: () =>
      'Roamwatch keeps polling the eSIMs it knows. eSIMs that the list has never named are not monitored. Ask the provider how to list all of them.',
    ended: () => "The provider's list is complete again.",
  },
  'esims-failing': {
    sentence: ({ failing, of }) => `usage requests fail for ${failing} of ${of} eSIMs`,
    title: ({ failing, of }) => `${failing} of ${of} eSIMs cannot be read`,
    meaning: () =>
      'Their last figures stay, and data alerts for them do not fire. List them with: roamwatch rejected',
    ended: () => 'Most of these eSIMs can be read again.',
  },
  'unit-unknown': {
    sentence: ({ evidence, mixed }) =>
      mixed
        ? 'data rules fire only for eSIMs whose package name proves the unit of its allowance'
        : `the unit of allowances is unknown (${evidence}), so data rules do not fire`,
    title: () => "The unit of the provider's figures is unknown",
    meaning: () =>
      'Alerts about remaining data do not fire. If you know the unit, set units.allowance in the configuration.',
    ended: () => 'The unit is known, and alerts about remaining data fire again.',
  },
  unreadable: {
    sentence: ({ answers, reason, count, of, example }) =>
      `${reason} in ${count} of ${of} ${ANSWERS[answers]}, for example ${example}: the provider may have changed its format`,
    title: () => "The provider's data cannot be read",
    meaning: ({ answers }) =>
      answers === 'history'
        ? 'What cannot be read is rejected, and reports may lack purchases. List it with: roamwatch rejected'
        : 'What cannot be read is rejected, and rules that need it do not fire. List it with: roamwatch rejected',
    ended: ({ answers, reason }) => `No longer widespread: ${reason} in ${ANSWERS[answers]}.`,
  },
  'field-gone': {
    sentence: ({ answers, field, of, example }) =>
      `${field} is missing in nearly all of ${of} ${ANSWERS[answers]}, for example of ${example}: the provider may have changed its format`,
    title: ({ field }) => `The provider no longer sends ${field}`,
    meaning: () => 'Rules that need it do not fire. Ask the provider whether its answers have changed.',
    ended: ({ field }) => `Answers have ${field} again, or have done without it for a week.`,
  },
  'new-status': {
    sentence: ({ status, count, of, example, polled }) =>
      `the provider has a new status ${status}: ${count} of ${esims(of)}, for example ${example}${
        polled ? '' : '; they are not polled unless poll.statuses names it'
      }`,
    title: ({ status }) => `New eSIM status ${status}`,
    meaning: ({ polled }) =>
      polled
        ? 'eSIMs of this status are polled. If they cannot use data, name the statuses to poll in poll.statuses.'
        : 'eSIMs of this status are not monitored. If they can use data, add it to poll.statuses.',
    ended: ({ status }) => `Status ${status} is no longer new: it is gone, configured, or a week old.`,
  },
  'daemons-differ': {
    sentence: ({ differences }) =>
      differences
        .map(({ daemons: [one, other], versions, sections }) =>
          versions === null
            ? `${one} and ${other} differ in ${enumeration(sections, 'and')}`
            : `${one} has version ${versions[0]} and ${other} version ${versions[1]}`,
        )
        .join('; '),
    title: () => 'Machines that share the database differ',
    meaning: () =>
      'Any of them may make the next poll or delivery, each with its own files, so what happens depends on which one does. Make the files and the version the same on all machines, then reload or restart Roamwatch there.',
    ended: () =>
      'No machine differs from another any more: they are the same now, or Roamwatch no longer runs on one of them.',
  },
};

const ANSWERS: Readonly<Record<AnswerKind, string>> = {
  list: 'list entries',
  usage: 'usage answers',
  history: 'packages histories',
};

function esims(count: number): string {
  return count === 1 ? '1 eSIM' : `${count} eSIMs`;
}

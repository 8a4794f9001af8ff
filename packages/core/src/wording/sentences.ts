import type { OtherReason, Reason } from '../alerts/reason.js';
import type { Finding, RuleType } from '../alerts/rules/registry.js';
import type { NextPollReason } from '../polling/next-poll-reason.js';
import type { EpochChange } from '../usage/usage.js';
import { ENGLISH } from './english.js';
import { type Language, wordsOf } from './language.js';
import type { CurrentFigures, HeadlineSubject, Reader } from './reader.js';

/** Why, as a sentence without a capital or a full stop: "104 MB of 1 GB left (10.2 %), at or below 25 %". */
export function sentenceOf(reason: Reason, reader: Reader, language: Language = ENGLISH): string {
  if (isFinding(reason, language)) return wordsOf(reason, language).sentence(reason, reader);
  const words = language.reasons[reason.kind] as (
    reason: OtherReason,
    reader: Reader,
    language: Language,
  ) => string;
  return words(reason, reader, language);
}

/** The measurement of a rule: "104 MB of 1 GB left (10.2 %)". */
export function measuredInWords(finding: Finding, reader: Reader, language: Language = ENGLISH): string {
  return wordsOf(finding, language).measured(finding, reader);
}

/** The threshold that is reached, else the next one: "25 %". */
export function thresholdInWords(finding: Finding, language: Language = ENGLISH): string {
  return wordsOf(finding, language).threshold(finding);
}

/** One case as a clause that names its subject: "Anna Kern has 104 MB of 1 GB left". */
export function headlineFor(
  subject: HeadlineSubject,
  reason: Reason,
  reader: Reader,
  language: Language = ENGLISH,
): string {
  if (isFinding(reason, language)) return wordsOf(reason, language).headline(subject, reason, reader);
  return `${subject.name}: ${sentenceOf(reason, reader, language)}`;
}

/** The subject of an alert that is about no single eSIM: "Budget sales", "The eSIM provider". */
export function subjectInWords(
  { rule, ruleType }: { readonly rule: string; readonly ruleType: RuleType },
  language: Language = ENGLISH,
): string {
  return ruleType === 'budget' ? language.letter.budgetName(rule) : language.letter.providerName;
}

/** Advice for the reader of an open alert, in full sentences. */
export function adviceOn(reason: Reason, reader: Reader, language: Language = ENGLISH): string {
  return isFinding(reason, language) ? wordsOf(reason, language).advice(reason, reader) : language.noAdvice;
}

/** One case in the second person: "Your eSIM has 104 MB of 1 GB left". */
export function travellerHeadline(
  esim: string,
  subject: CurrentFigures,
  reason: Reason,
  reader: Reader,
  language: Language = ENGLISH,
): string {
  if (!isFinding(reason, language)) return `${esim}: ${sentenceOf(reason, reader, language)}`;
  return wordsOf(reason, language).traveller.headline(esim, subject, reason, reader);
}

/** Advice for a traveller about an open alert. */
export function travellerAdvice(reason: Reason, reader: Reader, language: Language = ENGLISH): string | null {
  return isFinding(reason, language) ? wordsOf(reason, language).traveller.advice(reason, reader) : null;
}

/** The start of a package epoch in words: "allowance changed, package end moved later". */
export function epochChangesInWords(changes: readonly EpochChange[], language: Language = ENGLISH): string {
  return changes.map((change) => language.epochChanges[change]).join(', ');
}

/** Why an eSIM is polled then: "312 MB above the next threshold, at most 190 MB an hour, figures change every 4 hours". */
export function nextPollInWords(reason: NextPollReason, language: Language = ENGLISH): string {
  const words = language.nextPoll[reason.kind] as (reason: NextPollReason, language: Language) => string;
  return words(reason, language);
}

/** True for what a rule found out, false for every other reason. */
export function isFinding(reason: Reason, language: Language = ENGLISH): reason is Finding {
  return reason.kind in language.findings;
}

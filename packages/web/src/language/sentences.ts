import {
  conditionInWords,
  type Finding,
  type FleetCondition,
  LANGUAGES,
  measuredInWords,
  type NextPollReason,
  nextPollInWords,
  type Reader,
  type Reason,
  sentenceOf,
  thresholdInWords,
} from '@roamwatch/core';
import type { Language } from './language.js';

/** What rules found out, in the language of whoever reads it. */
export interface Sentences {
  /** Why, as a sentence with a capital and without a full stop. */
  reason(reason: Reason): string;
  measured(finding: Finding): string;
  threshold(finding: Finding): string;
  /** Why an eSIM is polled then, or never. */
  nextPoll(reason: NextPollReason): string;
  condition(condition: FleetCondition): string;
}

export function sentencesFor(language: Language, reader: Reader): Sentences {
  const wording = LANGUAGES[language];
  return {
    reason: (reason) => capitalised(sentenceOf(reason, reader, wording)),
    measured: (finding) => measuredInWords(finding, reader, wording),
    threshold: (finding) => thresholdInWords(finding, wording),
    nextPoll: (reason) => nextPollInWords(reason, wording),
    condition: (condition) => `${capitalised(conditionInWords(condition, wording))}.`,
  };
}

/** Sentences of ours start without a capital, so that they can stand after something. */
function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

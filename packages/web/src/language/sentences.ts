import {
  conditionInWords,
  type DeliveryFault,
  deliveryFaultInWords,
  type FaultText,
  type Finding,
  type FleetCondition,
  type InventoryFault,
  inventoryFaultInWords,
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

/** The findings of rules, in the reader's language. */
export interface Sentences {
  /** Why, as a sentence with a capital and without a full stop. */
  reason(reason: Reason): string;
  measured(finding: Finding): string;
  threshold(finding: Finding): string;
  /** Why an eSIM is polled then, or never. */
  nextPoll(reason: NextPollReason): string;
  condition(condition: FleetCondition): string;
  /** Why a notification was not delivered; each part starts with a capital. */
  deliveryFault(fault: DeliveryFault): FaultText;
  inventoryFault(fault: InventoryFault): string;
}

export function sentencesFor(language: Language, reader: Reader): Sentences {
  const wording = LANGUAGES[language];
  return {
    reason: (reason) => unbroken(capitalised(sentenceOf(reason, reader, wording))),
    measured: (finding) => unbroken(measuredInWords(finding, reader, wording)),
    threshold: (finding) => unbroken(thresholdInWords(finding, wording)),
    nextPoll: (reason) => nextPollInWords(reason, wording),
    condition: (condition) => `${capitalised(conditionInWords(condition, wording))}.`,
    deliveryFault(fault) {
      const { error, quote, advice } = deliveryFaultInWords(fault, wording);
      return { error: capitalised(error), quote, advice: capitalised(advice) };
    },
    inventoryFault: (fault) => capitalised(inventoryFaultInWords(fault, wording)),
  };
}

/** Our sentences start in lower case, so that they can follow other text. */
function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** No line ends between a figure and its percent sign. */
function unbroken(sentence: string): string {
  return sentence.replaceAll(/(\d) %/g, '$1\u00a0%');
}

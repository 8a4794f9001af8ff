import type { FleetCondition } from '../conditions/condition.js';
import { capitalised } from './capitalised.js';
import { ENGLISH } from './english.js';
import type { ConditionWords, Language } from './language.js';

/** A condition as a sentence without a capital and a full stop: "usage requests fail for 4 of 20 eSIMs". */
export function conditionInWords(condition: FleetCondition, language: Language = ENGLISH): string {
  return wordsOf(condition, language).sentence(condition);
}

/** Title and text of a notice. */
export interface ConditionNotice {
  readonly title: string;
  readonly text: string;
}

/** Conditions that began with one poll, in one notice; `conditions` has one at least. */
export function beginningInWords(
  conditions: readonly FleetCondition[],
  language: Language = ENGLISH,
): ConditionNotice {
  return {
    title: titleOf(conditions, language),
    text: conditions
      .map((condition) => {
        const words = wordsOf(condition, language);
        return `${capitalised(words.sentence(condition))}.\n${words.meaning(condition)}`;
      })
      .join('\n\n'),
  };
}

/** Conditions that ended with one poll, in one notice; `conditions` has one at least. */
export function endInWords(
  conditions: readonly FleetCondition[],
  language: Language = ENGLISH,
): ConditionNotice {
  return {
    title: `${language.resolved}: ${titleOf(conditions, language)}`,
    text: conditions.map((condition) => wordsOf(condition, language).ended(condition)).join('\n'),
  };
}

function titleOf(conditions: readonly FleetCondition[], language: Language): string {
  const [first, ...others] = conditions.map((condition) => wordsOf(condition, language).title(condition));
  return others.length === 0 ? (first ?? '') : `${first} (+ ${others.length})`;
}

function wordsOf(condition: FleetCondition, language: Language): ConditionWords<FleetCondition> {
  return language.conditions[condition.kind] as ConditionWords<FleetCondition>;
}

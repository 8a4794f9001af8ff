import { parseDuration, type UnixSeconds } from '@roamwatch/core';
import { mayAct } from '../access/role.js';
import { SILENCE_LENGTHS, type SilenceDraft, type SilenceLength } from '../parts/silence-form.js';
import type { NewSilence } from '../ports/actions.js';
import type { AlertSource } from '../ports/alerts.js';
import type { View } from '../view.js';
import { oneOf } from './fleet-query.js';
import { textOf } from './form.js';

const DEFAULT_LENGTH: SilenceLength = '1d';

/** The form as an address has it: with a preview when it names a matcher, for those who may silence. */
export async function draftOf(
  sources: AlertSource,
  { url: { searchParams: params }, person }: Pick<View, 'url' | 'person'>,
  suggestion: string,
): Promise<SilenceDraft> {
  const isShown = person !== null && mayAct(person);
  const matcher = params.get('matcher')?.trim() ?? '';
  return {
    matcher: matcher || suggestion,
    length: oneOf(SILENCE_LENGTHS, params.get('for')) ?? DEFAULT_LENGTH,
    comment: params.get('comment') ?? '',
    coverage: matcher === '' || !isShown ? null : await sources.coveredBy(matcher),
  };
}

export function silenceOf(form: FormData, now: UnixSeconds): NewSilence {
  const length = oneOf(SILENCE_LENGTHS, textOf(form, 'for')) ?? DEFAULT_LENGTH;
  return {
    matcher: textOf(form, 'matcher'),
    comment: textOf(form, 'comment'),
    endsAt: now + parseDuration(length),
  };
}

import { parseDuration, type UnixSeconds } from '@roamwatch/core';
import { mayAct } from '../access/role.js';
import { suggestionsFor } from '../pages/alert.js';
import { SILENCE_LENGTHS, type SilenceDraft, type SilenceLength } from '../parts/silence-form.js';
import type { NewSilence } from '../ports/actions.js';
import type { AlertSource } from '../ports/alerts.js';
import type { View } from '../view.js';
import { oneOf } from './fleet-query.js';
import { idsAmong, textOf, textsOf } from './form.js';

const DEFAULT_LENGTH: SilenceLength = '1d';
/** As many as the alerts of a page. */
const MOST_AT_ONCE = 50;

/**
 * The form as an address has it: with the matchers that it names, or one for each alert that it names. With a preview then, for
 * those who may silence.
 */
export async function draftOf(
  sources: AlertSource,
  { url: { searchParams: params }, person }: Pick<View, 'url' | 'person'>,
  suggestion: string,
): Promise<SilenceDraft> {
  const isShown = person !== null && mayAct(person);
  const given = distinct(params.getAll('matcher'));
  const matchers = given.length > 0 || !isShown ? given : await narrowestFor(sources, params);
  return {
    matchers: matchers.length > 0 ? matchers : [suggestion],
    length: oneOf(SILENCE_LENGTHS, params.get('for')) ?? DEFAULT_LENGTH,
    comment: params.get('comment') ?? '',
    coverage: matchers.length === 0 || !isShown ? null : await sources.coveredBy(matchers),
  };
}

/** One for each matcher that was sent. */
export function silencesOf(form: FormData, now: UnixSeconds): readonly NewSilence[] {
  const length = oneOf(SILENCE_LENGTHS, textOf(form, 'for')) ?? DEFAULT_LENGTH;
  const endsAt = now + parseDuration(length);
  return distinct(textsOf(form, 'matcher')).map((matcher) => ({
    matcher,
    comment: textOf(form, 'comment'),
    endsAt,
  }));
}

function distinct(texts: readonly string[]): readonly string[] {
  const given = texts.map((text) => text.trim()).filter((text) => text !== '');
  return [...new Set(given)].slice(0, MOST_AT_ONCE);
}

/** Of the alerts that an address names, as far as they are open. */
async function narrowestFor(sources: AlertSource, params: URLSearchParams): Promise<readonly string[]> {
  const ids = idsAmong(params.getAll('alert')).slice(0, MOST_AT_ONCE);
  const alerts = await Promise.all(ids.map((id) => sources.alert(id)));
  const open = alerts.flatMap((alert) => (alert?.line.state === 'open' ? [alert.line] : []));
  return distinct(open.map((line) => suggestionsFor(line)[0] ?? ''));
}

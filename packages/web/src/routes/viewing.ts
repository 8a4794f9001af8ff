import type { UnixSeconds } from '@roamwatch/core';
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Identified } from '../access/access.js';
import { createFormat } from '../language/format.js';
import { isLanguage, type Language, preferredLanguage, wordsOf } from '../language/language.js';
import { sentencesFor } from '../language/sentences.js';
import type { ChangeSource, LiveState } from '../ports/changes.js';
import type { View } from '../view.js';
import { noticeOf } from './notice.js';

/** Behind `requirePerson` there always is a person; before it there may be none. */
export interface PageEnv {
  readonly Variables: Partial<Identified['Variables']>;
}

export const LANGUAGE_COOKIE = 'roamwatch_language';

const NOTHING_KNOWN: LiveState = { revision: '', worst: null, open: 0, isTrusted: false };

interface ViewingParts {
  readonly sources: ChangeSource;
  readonly settings: () => { readonly timeZone: string };
  readonly now: () => UnixSeconds;
}

/** Makes the view of a request: language, zone, person, and how things are. */
export class Viewing {
  constructor(private readonly parts: ViewingParts) {}

  async of(c: Context<PageEnv>): Promise<View> {
    const person = c.get('person') ?? null;
    // Nothing is revealed before the login, not even by the icon.
    return this.with(c, person === null ? NOTHING_KNOWN : await this.parts.sources.state());
  }

  /** For failures: with nothing read from the database, which may be what has failed. */
  bare(c: Context<PageEnv>): View {
    return this.with(c, NOTHING_KNOWN);
  }

  with(c: Context<PageEnv>, live: LiveState): View {
    const language = languageOf(c);
    const words = wordsOf(language);
    const zone = this.parts.settings().timeZone;
    const now = this.parts.now();
    const format = createFormat(language, zone, now);
    const url = new URL(c.req.url);
    return {
      language,
      words,
      format,
      sentences: sentencesFor(language, { now, zone }),
      person: c.get('person') ?? null,
      url,
      live,
      notice: noticeOf(words, format, url.searchParams),
    };
  }
}

export function languageOf(c: Context): Language {
  const chosen = getCookie(c, LANGUAGE_COOKIE);
  return isLanguage(chosen) ? chosen : preferredLanguage(c.req.header('accept-language'));
}

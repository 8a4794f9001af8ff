import type { Person } from './access/role.js';
import type { Words } from './language/en.js';
import type { Format } from './language/format.js';
import type { Language } from './language/language.js';
import type { Sentences } from './language/sentences.js';
import type { LiveState } from './ports/changes.js';

/** The context in which every page is rendered. */
export interface View {
  readonly language: Language;
  readonly words: Words;
  readonly format: Format;
  readonly sentences: Sentences;
  /** Null on the login page. */
  readonly person: Person | null;
  /** The path and query of this very page. */
  readonly url: URL;
  readonly live: LiveState;
  /** The result of the last action, shown once at the top of the page. */
  readonly notice: string | null;
}

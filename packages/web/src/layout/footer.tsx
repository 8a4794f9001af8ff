import { LANGUAGE_NAMES, LANGUAGES } from '../language/language.js';
import type { View } from '../view.js';

export function Footer({ view }: { readonly view: View }) {
  const { words, language, format, url } = view;
  return (
    <footer class="foot">
      <span>{words.frame.zone(format.zone)}</span>
      <form method="post" action="/language" aria-label={words.frame.language}>
        <input type="hidden" name="back" value={url.pathname + url.search} />
        {LANGUAGES.map((other) => (
          <button
            type="submit"
            class="link"
            name="language"
            value={other}
            lang={other}
            aria-pressed={other === language ? 'true' : 'false'}
          >
            {LANGUAGE_NAMES[other]}
          </button>
        ))}
      </form>
    </footer>
  );
}

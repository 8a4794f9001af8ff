import type { Person } from '../access/role.js';
import { authorOf } from '../parts/author.js';
import type { View } from '../view.js';

const PLACES = [
  ['overview', '/'],
  ['esims', '/esims'],
  ['alerts', '/alerts'],
  ['silences', '/silences'],
  ['outbox', '/outbox'],
  ['reports', '/reports'],
  ['inventory', '/inventory'],
] as const;

export function Navigation({ view, person }: { readonly view: View; readonly person: Person }) {
  const { words, url } = view;
  const name = authorOf(words, person.name);
  return (
    <header class="top">
      <a class="brand" href="/">
        <svg class="logo" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4 1h8l5 5v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V3z" fill="currentColor" />
          <path class="logo-inner" d="M6 11h2v5H6zM9 8h2v8H9zM12 11.5h2V16h-2z" />
        </svg>
        Roamwatch
      </a>
      <nav class="places" aria-label={words.nav.label}>
        {PLACES.map(([name, path]) => (
          <a href={path} aria-current={isCurrent(url.pathname, path) ? 'page' : undefined}>
            {words.nav[name]}
          </a>
        ))}
      </nav>
      <div class="person">
        <span title={words.frame.signedIn(name, words.roles[person.role])}>{name}</span>
        {person.by === 'session' && (
          <form method="post" action="/logout">
            <button type="submit" class="link">
              {words.frame.signOut}
            </button>
          </form>
        )}
      </div>
    </header>
  );
}

function isCurrent(here: string, path: string): boolean {
  return path === '/' ? here === '/' : here === path || here.startsWith(`${path}/`);
}

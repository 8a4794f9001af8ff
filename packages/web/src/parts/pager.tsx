import type { View } from '../view.js';

export interface PagerProps {
  readonly view: View;
  readonly label: string;
  /** Null: this is the last page. */
  readonly next: string | null;
}

/** Links to the next page and back to the first. The cursor is in the URL. */
export function Pager({ view, label, next }: PagerProps) {
  const isFirst = !view.url.searchParams.has('after');
  if (isFirst && next === null) return null;
  const { frame } = view.words;
  return (
    <nav class="pager" aria-label={label}>
      {!isFirst && <a href={withParam(view.url, 'after', null)}>{frame.previousPage}</a>}
      {next !== null && (
        <a class="button" href={withParam(view.url, 'after', next)} rel="next">
          {frame.nextPage}
        </a>
      )}
    </nav>
  );
}

/** The path and query of `url` with one parameter set, or left out when null. */
function withParam(url: URL, name: string, value: string | null): string {
  const params = new URLSearchParams(url.searchParams);
  params.delete('done');
  params.delete('n');
  if (value === null) params.delete(name);
  else params.set(name, value);
  const query = params.toString();
  return query === '' ? url.pathname : `${url.pathname}?${query}`;
}

import type { Child } from 'hono/jsx';
import type { View } from '../view.js';
import { Field } from './field.js';

/** The form above a list: its search, its filters, and results that follow while somebody types. */
export function SearchForm({
  view,
  action,
  search,
  children,
}: {
  readonly view: View;
  /** The path of the list. */
  readonly action: string;
  readonly search: string;
  readonly children?: Child;
}) {
  const { esims } = view.words;
  return (
    <search>
      <form
        class="filters"
        method="get"
        action={action}
        hx-get={action}
        hx-trigger="input delay:250ms"
        hx-target="#results"
        hx-select="#results"
        hx-swap="outerHTML"
        hx-replace-url="true"
      >
        <Field label={esims.search}>
          <input type="search" name="q" value={search} placeholder={esims.searchHint} maxlength={100} />
        </Field>
        {children}
        <div class="filters-end">
          <button type="submit">{esims.apply}</button>
          <a href={action}>{esims.reset}</a>
        </div>
      </form>
    </search>
  );
}

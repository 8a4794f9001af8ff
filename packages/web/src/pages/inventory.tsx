import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { authorOf } from '../parts/author.js';
import { Empty } from '../parts/empty.js';
import { Field } from '../parts/field.js';
import { Icon } from '../parts/icon.js';
import { Pager } from '../parts/pager.js';
import type { InventoryLine, InventoryPage, InventoryQuery } from '../ports/inventory.js';
import type { View } from '../view.js';

interface InventoryProps {
  readonly view: View;
  readonly query: InventoryQuery;
  readonly page: InventoryPage;
}

/** The assignment of eSIMs. Operators upload a new list. */
export function InventoryListPage({ view, query, page }: InventoryProps) {
  const { words, format } = view;
  const { inventory } = words;
  const canAct = view.person !== null && mayAct(view.person);
  return (
    <Layout view={view} title={inventory.title} live={!canAct}>
      <header class="page-head">
        <div>
          <h1>{inventory.title}</h1>
          <p class="sub">
            {inventory.total(page.total, format.count(page.total))}
            {page.withoutEntry > 0 &&
              ` · ${inventory.withoutEntry(page.withoutEntry, format.count(page.withoutEntry))}`}
            {page.replaced !== null && (
              <>
                {' · '}
                <time title={format.exactInstant(page.replaced.at)}>
                  {page.replaced.by === null
                    ? inventory.readAt(format.relative(page.replaced.at))
                    : inventory.replacedBy(
                        format.relative(page.replaced.at),
                        authorOf(words, page.replaced.by),
                      )}
                </time>
              </>
            )}
          </p>
        </div>
      </header>
      {canAct && <Upload view={view} file={page.file} />}
      <search>
        <form class="filters" method="get" action="/inventory">
          <Field label={words.esims.search}>
            <input
              type="search"
              name="q"
              value={query.search}
              placeholder={words.esims.searchHint}
              maxlength={100}
            />
          </Field>
          <div class="filters-end">
            <button type="submit">{words.esims.apply}</button>
          </div>
        </form>
      </search>
      {page.rows.length === 0 ? (
        query.search === '' ? (
          <Empty title={inventory.empty} hint={inventory.emptyHint} />
        ) : (
          <Empty title={words.esims.noMatch} hint={words.esims.noMatchHint} />
        )
      ) : (
        <Rows view={view} rows={page.rows} withEmail={canAct} />
      )}
      <Pager view={view} label={inventory.title} next={page.next} />
    </Layout>
  );
}

function Upload({ view, file }: { readonly view: View; readonly file: string | null }) {
  const { inventory } = view.words;
  if (file === null) return <p class="fine">{inventory.noFile}</p>;
  return (
    <section class="card" aria-labelledby="upload">
      <h2 id="upload">{inventory.upload}</h2>
      <p class="fine">{inventory.fileHint(file)}</p>
      <form method="post" action="/inventory" enctype="multipart/form-data" class="inline">
        <Field label={inventory.file}>
          <input type="file" name="file" accept=".csv,text/csv" required />
        </Field>
        <button type="submit" name="action" value="preview">
          {inventory.preview}
        </button>
      </form>
    </section>
  );
}

function Rows({
  view,
  rows,
  withEmail,
}: {
  readonly view: View;
  readonly rows: readonly InventoryLine[];
  readonly withEmail: boolean;
}) {
  const { columns, noEsim, always } = view.words.inventory;
  const { none } = view.words.frame;
  return (
    <table class="list list-inventory">
      <thead>
        <tr>
          <th scope="col">{columns.label}</th>
          <th scope="col">{columns.iccid}</th>
          {withEmail && <th scope="col">{columns.email}</th>}
          <th scope="col">{columns.costCentre}</th>
          <th scope="col">{columns.glCode}</th>
          <th scope="col">{columns.project}</th>
          <th scope="col">{columns.from}</th>
          <th scope="col">{columns.status}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row" class={row.label === null ? 'cell-main unnamed' : 'cell-main'}>
              {row.label ?? view.words.esims.unnamed}
            </th>
            <td class="number cell-main">
              {row.status === null ? (
                row.iccid
              ) : (
                <a href={`/esims/${encodeURIComponent(row.iccid)}`}>{row.iccid}</a>
              )}
            </td>
            {withEmail && <Cell name={columns.email} text={row.email} none={none} />}
            <Cell name={columns.costCentre} text={row.costCentre} none={none} />
            <Cell name={columns.glCode} text={row.glCode} none={none} />
            <Cell name={columns.project} text={row.project} none={none} />
            <td>
              <span class="cell-name">{columns.from}</span>
              {row.validFrom === null ? always : view.format.exactDay(row.validFrom)}
            </td>
            <td>
              {row.status ?? (
                <span class="mark mark-warning">
                  <Icon name="warning" />
                  {noEsim}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On a narrow screen the name of the column stands before the text, and what is empty is left out. */
function Cell({
  name,
  text,
  none,
}: {
  readonly name: string;
  readonly text: string | null;
  readonly none: string;
}) {
  return (
    <td class={text === null ? 'cell-quiet' : undefined}>
      <span class="cell-name">{name}</span>
      {text ?? none}
    </td>
  );
}

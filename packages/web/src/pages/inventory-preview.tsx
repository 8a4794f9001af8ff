import type { Child } from 'hono/jsx';
import { Layout } from '../layout/layout.js';
import { Icon } from '../parts/icon.js';
import type { EntryName, Few, InventoryChange, InventoryPreview } from '../ports/inventory.js';
import type { View } from '../view.js';

interface PreviewProps {
  readonly view: View;
  readonly preview: InventoryPreview;
}

/** The changes that a file would make, or why it cannot be used. `csv` is the file itself: what was previewed is what gets stored. */
export function InventoryPreviewPage({ view, preview, csv }: PreviewProps & { readonly csv: string }) {
  const { inventory } = view.words;
  const isUsable = preview.faults.total === 0;
  return (
    <Layout view={view} title={inventory.previewTitle} live={false}>
      <header class="page-head">
        <h1>{isUsable ? inventory.previewTitle : inventory.faults}</h1>
      </header>
      {isUsable ? (
        <>
          <Figures view={view} preview={preview} />
          <form method="post" action="/inventory" class="inline actions">
            <textarea name="csv" hidden readonly>
              {csv}
            </textarea>
            <button type="submit" name="action" value="replace">
              {inventory.replace}
            </button>
            <a href="/inventory">{inventory.cancel}</a>
          </form>
          <Changes view={view} preview={preview} />
        </>
      ) : (
        <Faults view={view} preview={preview} />
      )}
    </Layout>
  );
}

function Faults({ view, preview: { faults } }: PreviewProps) {
  const { inventory } = view.words;
  return (
    <>
      <p>{inventory.faultsHint}</p>
      <ul class="box box-warning">
        {faults.first.map(({ line, fault }) => (
          <li>
            {line !== null && `${inventory.line(line)}: `}
            {view.sentences.inventoryFault(fault)}
          </li>
        ))}
        <AndMore view={view} of={faults} as="li" />
      </ul>
      <p>
        <a class="button" href="/inventory">
          {inventory.back}
        </a>
      </p>
    </>
  );
}

function Figures({ view, preview }: PreviewProps) {
  const { inventory } = view.words;
  const { entries, added, removed, changed, unknown } = preview;
  const figures = [
    [inventory.entries, entries, false],
    [inventory.added, added.total, false],
    [inventory.removed, removed.total, removed.total > 0],
    [inventory.changed, changed.total, false],
    [inventory.unknown, unknown.total, unknown.total > 0],
  ] as const;
  return (
    <>
      <dl class="figures">
        {figures.map(([name, value, isLoss]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              <strong class={isLoss ? 'mark-warning' : undefined}>
                {isLoss && <Icon name="warning" />} {view.format.count(value)}
              </strong>
            </dd>
          </div>
        ))}
      </dl>
      {added.total + removed.total + changed.total === 0 && <p class="fine">{inventory.nothing}</p>}
    </>
  );
}

function Changes({ view, preview: { added, removed, changed, unknown } }: PreviewProps) {
  const { inventory } = view.words;
  return (
    <>
      <Group view={view} title={inventory.removed} of={removed}>
        <Names view={view} entries={removed.first} />
      </Group>
      <Group view={view} title={inventory.changed} of={changed}>
        <ChangedFields view={view} changes={changed.first} />
      </Group>
      <Group view={view} title={inventory.added} of={added}>
        <Names view={view} entries={added.first} />
      </Group>
      <Group view={view} title={inventory.unknown} of={unknown}>
        <p class="number">{unknown.first.join(', ')}</p>
      </Group>
    </>
  );
}

interface GroupProps {
  readonly view: View;
  readonly title: string;
  readonly of: Few<unknown>;
  readonly children?: Child;
}

function Group({ view, title, of, children }: GroupProps) {
  if (of.total === 0) return null;
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
        <span class="sub">{view.format.count(of.total)}</span>
      </header>
      {children}
      <AndMore view={view} of={of} as="p" />
    </section>
  );
}

function AndMore({ view, of, as: As }: Pick<GroupProps, 'view' | 'of'> & { readonly as: 'li' | 'p' }) {
  const more = of.total - of.first.length;
  return more > 0 ? <As class="sub">{view.words.outbox.andMore(view.format.count(more))}</As> : null;
}

function Names({ view, entries }: { readonly view: View; readonly entries: readonly EntryName[] }) {
  return (
    <ul class="names">
      {entries.map((entry) => (
        <li>
          <EntryNameOf view={view} entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function EntryNameOf({ view, entry }: { readonly view: View; readonly entry: EntryName }) {
  const { words, format } = view;
  return (
    <>
      {entry.label ?? words.esims.unnamed}
      <span class="sub">
        <span class="number">{entry.iccid}</span>
        {entry.validFrom !== null && ` · ${words.inventory.columns.from} ${format.exactDay(entry.validFrom)}`}
      </span>
    </>
  );
}

function ChangedFields({
  view,
  changes,
}: {
  readonly view: View;
  readonly changes: readonly InventoryChange[];
}) {
  const { columns, field: fieldName, before: beforeName, after: afterName } = view.words.inventory;
  const { none } = view.words.frame;
  return (
    <table class="list list-changes">
      <thead>
        <tr>
          <th scope="col">{columns.label}</th>
          <th scope="col">{fieldName}</th>
          <th scope="col">{beforeName}</th>
          <th scope="col">{afterName}</th>
        </tr>
      </thead>
      <tbody>
        {changes.flatMap((change) =>
          change.fields.map(({ field, before, after }) => (
            <tr>
              <th scope="row" class="cell-main">
                <EntryNameOf view={view} entry={change} />
              </th>
              <td class="cell-main">{columns[field]}</td>
              <td>
                <span class="cell-name">{beforeName}</span>
                {before ?? none}
              </td>
              <td>
                <span class="cell-name">{afterName}</span>
                {after ?? none}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

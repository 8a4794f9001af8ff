import { mayAct } from '../access/role.js';
import { Layout } from '../layout/layout.js';
import { authorOf } from '../parts/author.js';
import { Empty } from '../parts/empty.js';
import { Instant, Relative } from '../parts/figures.js';
import { type SilenceDraft, SilenceForm } from '../parts/silence-form.js';
import type { SilenceLine } from '../ports/alerts.js';
import type { View } from '../view.js';

interface SilencesProps {
  readonly view: View;
  readonly silences: readonly SilenceLine[];
  readonly draft: SilenceDraft;
}

/** Active and past silences; operators create and end them. */
export function SilencesPage({ view, silences, draft }: SilencesProps) {
  const { words } = view;
  const canAct = view.person !== null && mayAct(view.person);
  const active = silences.filter((silence) => silence.active);
  const past = silences.filter((silence) => !silence.active);
  return (
    <Layout view={view} title={words.silences.title} live={!canAct}>
      <header class="page-head">
        <h1>{words.silences.title}</h1>
      </header>
      {canAct && (
        <section class="card" aria-labelledby="create">
          <h2 id="create">{words.silences.create}</h2>
          <SilenceForm view={view} path="/silences" draft={draft} suggestions={[]} />
        </section>
      )}
      {silences.length === 0 ? (
        <Empty icon="muted" title={words.silences.empty} hint={words.silences.emptyHint} />
      ) : (
        <>
          {active.length > 0 && (
            <Rows view={view} title={words.silences.active} silences={active} canEnd={canAct} />
          )}
          {past.length > 0 && <Rows view={view} title={words.silences.past} silences={past} canEnd={false} />}
        </>
      )}
    </Layout>
  );
}

interface RowsProps {
  readonly view: View;
  readonly title: string;
  readonly silences: readonly SilenceLine[];
  readonly canEnd: boolean;
}

function Rows({ view, title, silences, canEnd }: RowsProps) {
  const { words } = view;
  const endName = canEnd || silences[0]?.active ? words.silences.ends : words.silences.past;
  return (
    <section class="card">
      <h2>{title}</h2>
      <table class="plain stacks">
        <thead>
          <tr>
            <th scope="col">{words.silences.matcher}</th>
            <th scope="col">{words.silences.comment}</th>
            <th scope="col">{words.silences.by}</th>
            <th scope="col">{endName}</th>
            {canEnd && (
              <th scope="col">
                <span class="visually-hidden">{words.silences.end}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {silences.map((silence) => (
            <tr>
              <th scope="row">
                <code>{silence.matcher}</code>
              </th>
              <td class={silence.comment === '' ? 'cell-quiet' : undefined}>
                <span class="cell-name">{words.silences.comment}</span>
                {silence.comment}
              </td>
              <td>
                <span class="cell-name">{words.silences.by}</span>
                {silence.by === null ? words.frame.none : authorOf(words, silence.by)}
                <span class="sub">
                  <Instant view={view} at={silence.createdAt} />
                </span>
              </td>
              <td>
                <span class="cell-name">{endName}</span>
                <Relative view={view} at={silence.endsAt} />
                {silence.endedBy !== null && (
                  <span class="sub">{words.silences.endedBy(authorOf(words, silence.endedBy))}</span>
                )}
              </td>
              {canEnd && (
                <td class="figure">
                  <form method="post" action="/silences">
                    <input type="hidden" name="silence" value={String(silence.id)} />
                    <button
                      type="submit"
                      name="action"
                      value="end"
                      class="quiet"
                      aria-label={`${words.silences.end}: ${silence.matcher}`}
                    >
                      {words.silences.end}
                    </button>
                  </form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

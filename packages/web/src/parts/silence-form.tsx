import type { Coverage } from '../ports/alerts.js';
import type { View } from '../view.js';
import { AlertCells } from './alert-row.js';
import { Field, Select } from './field.js';

export const SILENCE_LENGTHS = ['1h', '4h', '1d', '3d', '7d', '30d'] as const;
export type SilenceLength = (typeof SILENCE_LENGTHS)[number];

/** The values of the form; with a preview once one was requested. */
export interface SilenceDraft {
  /** At least one; each becomes a silence. */
  readonly matchers: readonly string[];
  readonly length: SilenceLength;
  readonly comment: string;
  readonly coverage: Coverage | null;
}

interface SilenceFormProps {
  readonly view: View;
  /** Where the form posts to; a preview is the same page with the draft in its query. */
  readonly path: string;
  readonly draft: SilenceDraft;
  readonly suggestions: readonly string[];
}

/** Two steps in one form: a preview, which changes nothing, and then the silence itself. */
export function SilenceForm({ view, path, draft, suggestions }: SilenceFormProps) {
  const { silences } = view.words;
  const { coverage } = draft;
  const isReady = coverage !== null && coverage.fault === null;
  return (
    <form method="get" action={path} class="stack" id="silence-form">
      <p class="fine">{silences.hint}</p>
      <Field label={silences.matcher} hint={silences.matcherHint}>
        {draft.matchers.map((matcher, index) => (
          <input
            type="text"
            name="matcher"
            value={matcher}
            required={index === 0}
            maxlength={300}
            spellcheck={false}
            list="silence-suggestions"
            aria-label={index === 0 ? undefined : `${silences.matcher} (${index + 1})`}
            aria-invalid={coverage?.fault != null ? 'true' : undefined}
          />
        ))}
      </Field>
      {suggestions.length > 0 && (
        <datalist id="silence-suggestions">
          {suggestions.map((matcher) => (
            <option value={matcher} />
          ))}
        </datalist>
      )}
      <div class="inline">
        <Field label={silences.length}>
          <Select
            name="for"
            value={draft.length}
            options={SILENCE_LENGTHS.map((length) => [length, silences.lengths[length]] as const)}
          />
        </Field>
        <Field label={silences.comment}>
          <input type="text" name="comment" value={draft.comment} maxlength={500} />
        </Field>
      </div>
      {coverage !== null && <CoverageView view={view} coverage={coverage} />}
      <div class="inline">
        <button type="submit" class={isReady ? 'quiet' : undefined}>
          {silences.preview}
        </button>
        {isReady && (
          <button type="submit" formmethod="post" name="action" value="silence">
            {draft.matchers.length === 1
              ? silences.submit
              : silences.submitAll(view.format.count(draft.matchers.length))}
          </button>
        )}
      </div>
    </form>
  );
}

function CoverageView({ view, coverage }: { readonly view: View; readonly coverage: Coverage }) {
  const { words, format } = view;
  if (coverage.fault !== null) {
    return (
      <p class="box box-warning" role="alert">
        {words.silences.faults[coverage.fault.kind](coverage.fault.part, coverage.fault.known.join(', '))}
      </p>
    );
  }
  const more = coverage.covered - coverage.examples.length;
  return (
    <div class="coverage" role="status">
      <p>
        <strong>
          {coverage.covered === 0
            ? words.silences.coversNone
            : words.silences.covers(
                format.count(coverage.covered),
                coverage.open,
                format.count(coverage.open),
              )}
        </strong>
      </p>
      {coverage.examples.length > 0 && (
        <table class="list list-alerts">
          <tbody>
            {coverage.examples.map((alert) => (
              <tr class={`row-${alert.severity}`}>
                <AlertCells view={view} alert={alert} />
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 && <p class="sub">{words.outbox.andMore(format.count(more))}</p>}
    </div>
  );
}

import { Layout } from '../layout/layout.js';
import { Empty } from '../parts/empty.js';
import type { View } from '../view.js';

/** The fields of a form, in order. */
export type Fields = readonly (readonly [name: string, value: string])[];

interface SessionEndedProps {
  readonly view: View;
  /** Null: it could not be kept. */
  readonly fields: Fields | null;
}

/** A form came from somebody whose session has ended: what they typed waits here until they have signed in again. */
export function SessionEndedPage({ view, fields }: SessionEndedProps) {
  const { errors, login } = view.words;
  const { pathname } = view.url;
  return (
    <Layout view={view} title={errors.sessionEnded} live={false}>
      <Empty icon="warning" title={errors.sessionEnded} hint={errors.sessionEndedHint} isPage />
      <section class="card narrow">
        <p>{fields === null ? errors.sessionEndedFile : errors.sessionEndedSteps}</p>
        <form method="post" action={pathname} class="inline">
          {fields?.map(([name, value]) => (
            <textarea name={name} hidden readonly>
              {value}
            </textarea>
          ))}
          <a
            class="button"
            href={`/login?next=${encodeURIComponent(pathname)}`}
            target={fields === null ? undefined : '_blank'}
          >
            {login.submit}
          </a>
          {fields !== null && (
            <button type="submit" class="quiet">
              {errors.sendAgain}
            </button>
          )}
        </form>
      </section>
    </Layout>
  );
}

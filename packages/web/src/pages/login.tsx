import { Layout } from '../layout/layout.js';
import { Field } from '../parts/field.js';
import type { View } from '../view.js';

export interface LoginProps {
  readonly view: View;
  /** Where to go afterwards: a path of this page. */
  readonly next: string;
  readonly fault: string | null;
}

export function LoginPage({ view, next, fault }: LoginProps) {
  const { login } = view.words;
  return (
    <Layout view={view} title={login.title} live={false}>
      <section class="card login">
        <h1>Roamwatch</h1>
        <p class="sub">{login.lead}</p>
        <form method="post" action="/login" class="stack">
          <input type="hidden" name="next" value={next} />
          <Field label={login.token} hint={login.hint}>
            <input
              type="password"
              name="token"
              required
              autocomplete="current-password"
              autofocus
              aria-invalid={fault === null ? undefined : 'true'}
            />
          </Field>
          {fault !== null && (
            <p class="box box-warning" role="alert">
              {fault}
            </p>
          )}
          <button type="submit">{login.submit}</button>
        </form>
      </section>
    </Layout>
  );
}

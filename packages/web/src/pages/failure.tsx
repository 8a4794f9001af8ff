import { Layout } from '../layout/layout.js';
import { Empty } from '../parts/empty.js';
import type { View } from '../view.js';

export interface FailureProps {
  readonly view: View;
  readonly title: string;
  readonly hint: string;
}

/** Not found, not allowed, too large, broken: what happened and what to do. */
export function FailurePage({ view, title, hint }: FailureProps) {
  return (
    <Layout view={view} title={title} live={false}>
      <Empty icon="warning" title={title} hint={hint} isPage />
      <p class="center">
        <a href="/">{view.words.nav.overview}</a> · <a href="/esims">{view.words.nav.esims}</a>
      </p>
    </Layout>
  );
}

import type { Child } from 'hono/jsx';
import { assetPath } from '../assets.js';
import { iconPath } from '../live/icon-path.js';
import { titlePrefix } from '../live/title-prefix.js';
import { Icon } from '../parts/icon.js';
import type { View } from '../view.js';
import { Footer } from './footer.js';
import { Navigation } from './navigation.js';

export interface LayoutProps {
  readonly view: View;
  readonly title: string;
  /** The parts of a page that may be refreshed when something changes; forms in use stay. */
  readonly live?: boolean;
  readonly children?: Child;
}

/** htmx requests from this server alone, adds no styles and evaluates nothing. */
const HTMX = JSON.stringify({ includeIndicatorCSS: false, history: true, extensions: 'none' });

/** The frame of every page: head, navigation, content, footer. */
export function Layout({ view, title, live = true, children }: LayoutProps) {
  const { words, person } = view;
  const fullTitle = `${title} · Roamwatch`;
  const isLive = live && person !== null;
  return (
    <html lang={view.language} data-title={fullTitle} data-live={isLive ? 'on' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="same-origin" />
        <meta name="htmx-config" content={HTMX} />
        <title>
          {person === null ? fullTitle : titlePrefix(view.words, view.format, view.live) + fullTitle}
        </title>
        <link
          rel="icon"
          type="image/svg+xml"
          href={iconPath(view.live)}
          data-unknown={iconPath({ worst: null, isTrusted: false })}
        />
        <link rel="stylesheet" href={assetPath('page.css')} />
        <script src={assetPath('htmx-4.0.1.min.js')} defer />
        <script src={assetPath('live.js')} defer />
      </head>
      <body>
        <a class="skip" href="#main">
          {words.frame.skip}
        </a>
        {person !== null && <Navigation view={view} person={person} />}
        <main id="main" tabindex={-1}>
          {view.notice !== null && (
            <p class="notice" role="status">
              <Icon name="ok" /> {view.notice}
            </p>
          )}
          <div id="live" data-revision={view.live.revision}>
            {children}
          </div>
        </main>
        <Footer view={view} />
        {isLive && (
          <div class="toast" id="toast" role="status" hidden>
            <span
              data-lost={words.frame.lost}
              data-stale={words.frame.stale}
              data-ended={words.frame.ended}
            />
            <a
              class="button"
              href={view.url.pathname + view.url.search}
              data-refresh={words.frame.refresh}
              data-sign-in={words.login.submit}
            >
              {words.frame.refresh}
            </a>
          </div>
        )}
      </body>
    </html>
  );
}

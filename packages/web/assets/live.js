// Keeps an open page up to date. Everything here is an addition: without it the page works, and is as old as it is.
(() => {
  const root = document.documentElement;

  // What an action confirmed is no part of the page: reloading it, or coming back, would confirm it again.
  const here = new URL(location.href);
  if (here.searchParams.has('done')) {
    for (const name of ['done', 'n']) here.searchParams.delete(name);
    history.replaceState(history.state, '', here);
  }

  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !('selectAll' in target.dataset)) return;
    for (const box of target.closest('form').querySelectorAll('tbody input[type=checkbox]'))
      box.checked = target.checked;
  });

  if (root.dataset.live !== 'on' || !('EventSource' in window)) return;
  const toast = document.getElementById('toast');
  const [message, link] = [toast.querySelector('span'), toast.querySelector('a')];
  const icon = document.querySelector('link[rel=icon]');
  const MINUTE = 60_000;
  const [FIRST_WAIT, LONGEST_WAIT] = [1_000, 30_000];
  let shownAt = Date.now();
  let wait = FIRST_WAIT;
  let events = null;
  let retry = null;

  const live = () => document.getElementById('live');
  /** `what`: lost, stale or ended. */
  const say = (what) => {
    message.textContent = message.dataset[what];
    link.textContent = what === 'ended' ? link.dataset.signIn : link.dataset.refresh;
    link.target = what === 'ended' ? '_blank' : '';
    toast.hidden = false;
  };

  /** Nothing is taken from under somebody's hands: a form in use, an open table, a selection. */
  const inUse = () =>
    live().querySelector('input:checked, details[open], input:focus, select:focus, textarea:focus') !==
      null ||
    [...live().querySelectorAll('form[method=post] :is(input, textarea)')].some(
      (field) => field.value !== field.defaultValue,
    ) ||
    !(getSelection()?.isCollapsed ?? true);

  const refresh = async () => {
    if (inUse()) return say('stale');
    await htmx.ajax('GET', location.pathname + location.search, {
      target: '#live',
      select: '#live',
      swap: 'outerMorph',
    });
    shownAt = Date.now();
    toast.hidden = true;
  };

  /** One connection at a time. */
  const listen = (revision) => {
    events?.close();
    events = new EventSource(`/events?revision=${encodeURIComponent(revision)}`);
    events.addEventListener('open', () => {
      wait = FIRST_WAIT;
    });
    events.addEventListener('change', ({ data }) => {
      const state = JSON.parse(data);
      icon.href = state.icon;
      document.title = state.prefix + root.dataset.title;
      refresh().catch(lost);
    });
    events.addEventListener('error', lost);
  };

  /** A browser does not try again by itself once it was refused, as by a proxy whose server restarts. */
  const lost = () => {
    events.close();
    icon.href = icon.dataset.unknown;
    say('lost');
    if (retry !== null) return;
    retry = setTimeout(() => {
      retry = null;
      void listenAgain();
    }, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  };

  /** Without a revision, so that the state is sent at once. A page that leads to the login has no reader any more. */
  const listenAgain = async () => {
    const headers = { Accept: 'text/html' };
    const page = await fetch(location.href, { headers, redirect: 'manual' }).catch(() => null);
    if (page?.type === 'opaqueredirect') return ended();
    return page === null ? lost() : listen('');
  };

  const ended = () => (inUse() ? say('ended') : location.reload());

  listen(live().dataset.revision);
  addEventListener('pagehide', () => events.close());
  // From the browser's memory, as by its back button.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) listen('');
  });
  // "3 min ago" grows old by itself.
  setInterval(() => {
    if (
      document.visibilityState === 'visible' &&
      Date.now() - shownAt > 2 * MINUTE &&
      events.readyState === EventSource.OPEN
    )
      refresh().catch(lost);
  }, MINUTE);
})();

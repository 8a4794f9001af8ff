// Keeps an open page up to date. Everything here is an addition: without it the page works, and is as old as it is.
(() => {
  const root = document.documentElement;

  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !('selectAll' in target.dataset)) return;
    for (const box of target.closest('form').querySelectorAll('tbody input[type=checkbox]'))
      box.checked = target.checked;
  });

  if (root.dataset.live !== 'on' || !('EventSource' in window)) return;
  const toast = document.getElementById('toast');
  const message = toast.querySelector('span');
  const MINUTE = 60_000;
  let shownAt = Date.now();

  const live = () => document.getElementById('live');
  const say = (text) => {
    message.textContent = text;
    toast.hidden = false;
  };

  /** Nothing is taken from under somebody's hands: a form in use, an open table, a selection. */
  const inUse = () =>
    live().querySelector('input:checked, details[open], input:focus, select:focus, textarea:focus') !==
      null || !(getSelection()?.isCollapsed ?? true);

  const refresh = async () => {
    if (inUse()) return say(message.dataset.stale);
    await htmx.ajax('GET', location.pathname + location.search, {
      target: '#live',
      select: '#live',
      swap: 'outerMorph',
    });
    shownAt = Date.now();
    toast.hidden = true;
  };

  const events = new EventSource(`/events?revision=${encodeURIComponent(live().dataset.revision)}`);
  events.addEventListener('change', ({ data }) => {
    const { icon, prefix } = JSON.parse(data);
    document.querySelector('link[rel=icon]').href = icon;
    document.title = prefix + root.dataset.title;
    refresh().catch(() => say(message.dataset.lost));
  });
  events.addEventListener('open', () => {
    if (message.textContent === message.dataset.lost) toast.hidden = true;
  });
  events.addEventListener('error', () => say(message.dataset.lost));
  addEventListener('pagehide', () => events.close());
  // "3 min ago" grows old by itself.
  setInterval(() => {
    if (
      document.visibilityState === 'visible' &&
      Date.now() - shownAt > 2 * MINUTE &&
      events.readyState === 1
    )
      refresh().catch(() => say(message.dataset.lost));
  }, MINUTE);
})();

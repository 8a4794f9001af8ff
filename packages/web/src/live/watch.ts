import type { ChangeSource, LiveState } from '../ports/changes.js';

const EVERY_MS = 2_000;

interface Listener {
  /** The revision it was last notified of, or that its page was rendered with. */
  seen: string;
  readonly notify: (state: LiveState) => void;
}

/** Looks for changes while somebody listens: one look for all of them. */
export class LiveWatch {
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #isLooking = false;

  constructor(
    private readonly source: ChangeSource,
    private readonly onError: (error: unknown) => void,
    private readonly everyMs = EVERY_MS,
  ) {}

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Calls `notify` whenever the revision is no longer `seen`, until the returned function is called. */
  listen(seen: string, notify: (state: LiveState) => void): () => void {
    const listener = { seen, notify };
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.#look(), this.everyMs).unref();
    void this.#look();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      const state = await this.source.state();
      for (const listener of this.#listeners) {
        if (listener.seen === state.revision) continue;
        listener.seen = state.revision;
        listener.notify(state);
      }
    } catch (error) {
      this.onError(error);
    } finally {
      this.#isLooking = false;
    }
  }
}

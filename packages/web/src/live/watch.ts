import type { ChangeSource, LiveState } from '../ports/changes.js';

const EVERY_MS = 2_000;

type Listener = (state: LiveState) => void;

/** Looks for changes while somebody listens: one look for all of them. */
export class LiveWatch {
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | null = null;
  #last: string | null = null;
  #looking = false;

  constructor(
    private readonly source: ChangeSource,
    private readonly onError: (error: unknown) => void,
    private readonly everyMs = EVERY_MS,
  ) {}

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Calls `listener` on every change from now on, until the returned function is called. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => void this.#look(), this.everyMs).unref();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
      this.#last = null;
    };
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      const state = await this.source.state();
      const isNew = this.#last !== null && this.#last !== state.revision;
      this.#last = state.revision;
      if (isNew) for (const listener of this.#listeners) listener(state);
    } catch (error) {
      this.onError(error);
    } finally {
      this.#looking = false;
    }
  }
}

/** What a function among the client's options threw: the caller's own bug, which no retry mends. The call throws what is in it. */
export class CallersError {
  constructor(readonly thrown: unknown) {}
}

/** Runs a function of the caller; what it throws, or the promise it returns rejects with, comes as {@link CallersError}. */
export function callersOwn(run: () => unknown): Promise<unknown> | undefined {
  try {
    const returned = run();
    return returned instanceof Promise ? returned.catch(refuse) : undefined;
  } catch (thrown) {
    return refuse(thrown);
  }
}

function refuse(thrown: unknown): never {
  throw new CallersError(thrown);
}

/** This worker ends, or another one has taken its job over: what is left of the job is done elsewhere. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('the job goes on elsewhere');
  }
}

// Loaded by `node --import` before the program: a machine whose clock is wrong by so many milliseconds.
const offset = Number(process.env.TEST_CLOCK_OFFSET_MS);
const RealDate = Date;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + offset);
    else super(...given);
  }

  static now() {
    return RealDate.now() + offset;
  }
};

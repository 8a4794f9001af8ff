import { z } from 'zod';
import { faultSchema } from '../faults/fault-schema.js';
import { MOST_FAULTS } from '../faults/faults.js';
import { mergeOptions, SimulatorOptionError, type SimulatorOptions } from '../options.js';
import { keyOf, OPTION_FLAGS, type SimulatorFlag } from '../terminal/option-flags.js';

/** An option as a script writes it: the text of its flag, or the number or the mapping that reads better in YAML. */
function optionValue({ description, read }: SimulatorFlag) {
  return z
    .union([z.string(), z.number(), z.record(z.string(), z.number())], {
      error: ({ input }) => (input === undefined ? undefined : 'must be a text or a number'),
    })
    .transform((written, context): SimulatorOptions => {
      try {
        return read(inFlagForm(written));
      } catch (error) {
        if (!(error instanceof SimulatorOptionError)) throw error;
        context.addIssue({ code: 'custom', message: error.demand });
        return z.NEVER;
      }
    })
    .exactOptional()
    .describe(`${description}.`);
}

function inFlagForm(written: string | number | Readonly<Record<string, number>>): string {
  if (typeof written !== 'object') return String(written);
  return Object.entries(written)
    .map((entry) => entry.join('='))
    .join(',');
}

const options = z
  .strictObject(Object.fromEntries(OPTION_FLAGS.map((flag) => [keyOf(flag), optionValue(flag)])))
  .transform((given) => Object.values(given).reduce<SimulatorOptions>(mergeOptions, {}));

/** A fault script: the options of the command line, and the faults with their times. */
export const scriptSchema = z.strictObject({
  options: options.prefault({}).describe('The options of the command line, without dashes: newPerDay.'),
  faults: z
    .array(faultSchema)
    .max(MOST_FAULTS, `must be at most ${MOST_FAULTS}`)
    .prefault([])
    .describe('What goes wrong, and when.'),
});

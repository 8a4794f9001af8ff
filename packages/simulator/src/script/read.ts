import {
  type ConfigDocument,
  ConfigError,
  type FileKind,
  type JsonSchema,
  parseDocumentText,
  problemsOf,
  readDocument,
} from '@roamwatch/config-file';
import { z } from 'zod';
import type { SimulatorOptions } from '../options.js';
import { scriptSchema } from './schema.js';

const SCRIPT: FileKind = {
  called: 'the fault script',
  example: 'faults: [{ after: 2h, for: 30m, kind: unavailable }]',
  hint: `see one with "--show-recipe outage"`,
};

/** @throws {ConfigError} with every fault of the file, each with its line. */
export function optionsOfScript(file: string): SimulatorOptions {
  return optionsOf(readDocument(file, SCRIPT));
}

/** The same for text at hand; `name` stands for the file in messages. */
export function optionsOfScriptText(text: string, name: string): SimulatorOptions {
  return optionsOf(parseDocumentText(name, text, SCRIPT));
}

function optionsOf(document: ConfigDocument): SimulatorOptions {
  const { value } = document;
  const parsed = scriptSchema.safeParse(value);
  const validated = { document, value, schema: parsed.success ? {} : scriptJsonSchema() };
  const problems = [
    ...document.problems,
    ...(parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, validated)),
  ];
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  return { ...parsed.data.options, faults: parsed.data.faults };
}

function scriptJsonSchema(): JsonSchema {
  return z.toJSONSchema(scriptSchema, { io: 'input' }) as JsonSchema;
}

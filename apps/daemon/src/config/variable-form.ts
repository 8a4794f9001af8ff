import { type JsonSchema, VARIABLE_FORM } from '@roamwatch/config-file';

/** What is kept beside the alternatives: it is about the key, however its value is written. */
const ABOUT = ['description', 'default', 'examples'];

const VARIABLE = { type: 'string', pattern: VARIABLE_FORM };
const NUMBER_AS_TEXT = { type: 'string', pattern: `^\\s*\\d+(\\.\\d+)?\\s*$|${VARIABLE_FORM}` };

/**
 * Lets every number and every choice of a schema come from the environment as well, as the program does: variables are looked up
 * before the value is judged. The key `type` stays as it is: it tells kinds of mappings apart.
 */
export function withVariables(schema: JsonSchema): JsonSchema {
  const inside = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, insideOf(keyword, value)]),
  ) as Record<string, unknown>;
  if (inside.type === 'integer' || inside.type === 'number') return oneOfTwo(inside, NUMBER_AS_TEXT);
  const isChoice = inside.type === 'string' && (inside.enum !== undefined || inside.const !== undefined);
  return isChoice ? oneOfTwo(inside, VARIABLE) : inside;
}

function insideOf(keyword: string, value: unknown): unknown {
  if (keyword === 'properties') {
    const keys = Object.entries(value as Readonly<Record<string, JsonSchema>>);
    return Object.fromEntries(
      keys.map(([key, inner]) => [key, key === 'type' ? inner : withVariables(inner)]),
    );
  }
  if (keyword === 'items') return withVariables(value as JsonSchema);
  if (keyword === 'anyOf' || keyword === 'oneOf') return (value as readonly JsonSchema[]).map(withVariables);
  return value;
}

function oneOfTwo(one: Readonly<Record<string, unknown>>, other: object): JsonSchema {
  const entries = Object.entries(one);
  const about = entries.filter(([keyword]) => ABOUT.includes(keyword));
  const form = entries.filter(([keyword]) => !ABOUT.includes(keyword));
  return { ...Object.fromEntries(about), anyOf: [Object.fromEntries(form), other] } as JsonSchema;
}

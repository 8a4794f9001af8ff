import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const SPEC = new URL('../../../spec/', import.meta.url);

const document: unknown = parse(readFileSync(new URL('roamify.openapi.yaml', SPEC), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document as object, 'spec');

/** Why a body does not match the spec of an operation's answer; null when it does. */
export function violation(
  path: string,
  method: 'get' | 'post',
  status: number,
  body: unknown,
): string | null {
  const response = `spec#/paths/${path.replaceAll('/', '~1')}/${method}/responses/${status}`;
  const validate =
    ajv.getSchema(`${response}/content/application~1json/schema`) ?? ajv.getSchema(sharedResponse(status));
  if (validate === undefined) return `the spec has no answer ${status} for ${method} ${path}`;
  return validate(body) ? null : ajv.errorsText(validate.errors);
}

/** Why a body is not of the named schema; null when it is. */
export function violationOf(schema: string, body: unknown): string | null {
  const validate = ajv.getSchema(`spec#/components/schemas/${schema}`);
  if (validate === undefined) return `the spec has no schema ${schema}`;
  return validate(body) ? null : ajv.errorsText(validate.errors);
}

/** The vendor's own sample payload. */
export function sample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`examples/${name}.json`, SPEC), 'utf8'));
}

const SHARED: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  422: 'Unprocessable',
  429: 'RateLimited',
  500: 'ServerError',
  503: 'Unavailable',
};

function sharedResponse(status: number): string {
  return `spec#/components/responses/${SHARED[status]}/content/application~1json/schema`;
}

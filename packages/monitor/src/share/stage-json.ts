import { RoamifyError } from '@roamwatch/client';
import type { StageResult } from '../poll/stage.js';

/** What a stage came to, as JSON for another process. */
export function stageToJson(stage: StageResult): unknown {
  return toJson(stage);
}

export function stageFromJson(json: unknown): StageResult {
  return fromJson(json) as StageResult;
}

/** Marks what JSON has no word for. */
const MAP = '$map';
const ERROR = '$error';

function toJson(value: unknown): unknown {
  if (value instanceof Map) return { [MAP]: [...value].map((entry) => toJson(entry)) };
  if (value instanceof RoamifyError) return { [ERROR]: errorToJson(value) };
  if (Array.isArray(value)) return value.map(toJson);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toJson(one)]));
}

function fromJson(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(fromJson);
  if (json === null || typeof json !== 'object') return json;
  if (MAP in json) return new Map(fromJson(json[MAP]) as readonly (readonly [unknown, unknown])[]);
  if (ERROR in json) return errorFromJson(json[ERROR] as ErrorJson);
  return Object.fromEntries(Object.entries(json).map(([key, one]) => [key, fromJson(one)]));
}

type ErrorJson = Pick<
  RoamifyError,
  'reason' | 'message' | 'operation' | 'httpStatus' | 'code' | 'retryAfter' | 'temporary'
>;

function errorToJson(error: RoamifyError): ErrorJson {
  const { reason, operation, httpStatus, code, retryAfter, temporary } = error;
  // Its constructor puts the operation in front again.
  const message = error.message.slice(`${operation}: `.length);
  return { reason, message, operation, httpStatus, code, retryAfter, temporary };
}

function errorFromJson({ reason, message, ...details }: ErrorJson): RoamifyError {
  return new RoamifyError(reason, message, details);
}

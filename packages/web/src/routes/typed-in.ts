import type { Context } from 'hono';
import type { Fields } from '../pages/session-ended.js';
import { FORM_LIMIT, formOf, isForm, UnreadableForm } from './form.js';

/** What was typed into the form that a request carries; null where it has a file, or is not a form of a usual length. */
export async function typedIn(c: Context): Promise<Fields | null> {
  const length = Number(c.req.header('content-length') ?? Number.NaN);
  if (!isForm(c) || !(length <= FORM_LIMIT)) return null;
  try {
    const fields = [...(await formOf(c))];
    return fields.every((field): field is [string, string] => typeof field[1] === 'string') ? fields : null;
  } catch (error) {
    if (error instanceof UnreadableForm) return null;
    throw error;
  }
}

import type { Context } from 'hono';

/** Enough for every alert of a page with a comment. */
export const FORM_LIMIT = 64 * 1024;
/** Enough for an inventory of 100,000 eSIMs. */
export const UPLOAD_LIMIT = 16 * 1024 * 1024;

const FORM = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

/** Whether a request says that its body is a form. */
export function isForm(c: Context): boolean {
  return FORM.test(c.req.header('content-type') ?? '');
}

/** The body of a request is not the form that its type says. */
export class UnreadableForm extends Error {
  override readonly name = 'UnreadableForm';
}

/** @throws UnreadableForm */
export async function formOf(c: Context): Promise<FormData> {
  try {
    return await c.req.formData();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableForm();
    throw error;
  }
}

/** The text of a form's field; empty when it is missing or a file. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

export function textsOf(form: FormData, name: string): readonly string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

/** Positive whole numbers of a field that is given several times; others are left out. */
export function idsOf(form: FormData, name: string): readonly number[] {
  return idsAmong(textsOf(form, name));
}

export function idsAmong(texts: readonly string[]): readonly number[] {
  return texts.map(Number).filter((id) => Number.isSafeInteger(id) && id > 0);
}

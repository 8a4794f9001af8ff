/**
 * What an Apprise API server checks of a JSON body sent to `/notify/KEY`, as its documentation and form describe it.
 * Returns what is wrong; empty when it would be accepted unchanged.
 */
export function appriseFaults(rawBody: string): readonly string[] {
  const payload: Record<string, unknown> = JSON.parse(rawBody);
  const faults: string[] = [];
  if (typeof payload.body !== 'string' || payload.body === '') faults.push('body is required');
  if (String(payload.body).length > 32_768) faults.push('body is too long');
  if (typeof payload.title !== 'string' || payload.title.length > 250) faults.push('title is no short text');
  if (!['info', 'success', 'warning', 'failure'].includes(String(payload.type)))
    faults.push('type is unknown');
  if (!['text', 'markdown', 'html'].includes(String(payload.format))) faults.push('format is unknown');
  for (const own of ['tag', 'tags', 'urls', 'attach', 'attachment', 'attachments', 'config', 'key']) {
    if (own in payload) faults.push(`${own} means something else to Apprise`);
  }
  return faults;
}

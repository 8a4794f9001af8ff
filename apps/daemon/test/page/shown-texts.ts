/** Words that English sentences are made of, and German ones are not. */
const ENGLISH = new Set(
  `the of and is are not no to with by from been be has have had its it this that which there than then they you your cannot
  could must may should will would since after before until while yet again only other another every each any all more most
  does do did done got out over under below above at or as but because when where who whose what
  check failed failing missing unknown expired expires expire data left used open closed alert alerts poll polled request
  requests answer answered address message messages server today yesterday days day hours hour minutes ago just`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Written alike in German, or a name in what the tests store. */
const ALSO_GERMAN = new Set([
  'no',
  'do',
  'at',
  'as',
  'just',
  'server',
  'open',
  'alert',
  'was',
  'day',
  'out',
  'all',
  'over',
  'data',
  'message',
]);

/** The texts of a page for its readers, without what is marked as another language, code, or a name. */
export function shownTexts(html: string): readonly string[] {
  const marked = html
    .replace(/<(script|style|code|svg)\b[\s\S]*?<\/\1>/g, (all, name) =>
      name === 'svg' ? titlesIn(all) : ' ',
    )
    .replace(/<(?!html)(\w+)[^>]* lang="en"[^>]*>[\s\S]*?<\/\1>/g, ' ');
  const attributes = [
    ...marked.matchAll(/ (?:title|aria-label|placeholder|alt|data-lost|data-stale)="([^"]*)"/g),
  ].map(([, text = '']) => text);
  const texts = marked.replace(/<[^>]*>/g, '\n').split('\n');
  return [...texts, ...attributes].map((text) => text.trim()).filter((text) => text !== '');
}

/** A chart's titles and labels. */
function titlesIn(svg: string): string {
  return [...svg.matchAll(/<(?:title|text)\b[^>]*>([^<]*)</g)].map(([, text]) => `\n${text}\n`).join('');
}

/** The English words of a text. Configuration keys, commands, addresses, names of rules and statuses in capitals are no words. */
export function englishIn(text: string): readonly string[] {
  const plain = text.replace(/[\w.-]*[\w]+[-_.@=/][\w.@=/-]+/g, ' ').replace(/roamwatch( \w+)+/g, ' ');
  return (plain.match(/\p{L}+/gu) ?? []).filter(
    (word) =>
      word !== word.toUpperCase() && ENGLISH.has(word.toLowerCase()) && !ALSO_GERMAN.has(word.toLowerCase()),
  );
}

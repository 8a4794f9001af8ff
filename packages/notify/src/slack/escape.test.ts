import { expect, test } from 'vitest';
import { bold, escapeSlack } from './escape.js';

test('mentions, links and entities do nothing', () => {
  expect(escapeSlack('<!channel> <@U1> <https://evil|x> & &lt;')).toBe(
    '&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil|x&gt; &amp; &amp;lt;',
  );
  expect(escapeSlack('@channel @HERE @everyone')).not.toMatch(/@(channel|here|everyone)/i);
});

test('text that a reader would copy stays as it is', () => {
  expect(escapeSlack('Dial *123# or write to a@example.com')).toBe('Dial *123# or write to a@example.com');
});

test('bold text cannot end its own markup', () => {
  expect(bold('a*b`c~')).toMatch(/^\*[^*`~]+\*$/);
});

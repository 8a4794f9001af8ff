import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.js';

const HERE = 'http://localhost:8787';
const host = 'localhost:8787';
const PUBLIC = 'https://roamwatch.example.com';

test.each([
  [{ site: 'same-origin' }, true],
  [{ site: 'same-site', origin: HERE }, false],
  [{ site: 'cross-site', origin: HERE }, false],
  [{ site: 'none' }, false],
  [{ origin: HERE }, true],
  [{ origin: PUBLIC }, true],
  [{ origin: 'https://evil.example.com' }, false],
  [{ origin: 'https://roamwatch.example.com.evil.example' }, false],
  [{ origin: 'null' }, false],
  [{}, false],
])('%j: %s', (headers, expected) => {
  expect(isSameOrigin({ site: undefined, origin: undefined, host, ...headers }, PUBLIC)).toBe(expected);
});

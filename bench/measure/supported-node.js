import { isSupported, OLDEST_NODE } from 'roamwatch/bin/supported.js';

// To be imported first: on an older Node, what the others import ends the process without a word.
if (!isSupported(process.versions)) {
  console.error(
    `bench: Node.js ${OLDEST_NODE} or later is needed; this is ${process.versions.node} (${process.execPath}). ` +
      'Run "npm run bench" or "npm run soak" at the top of this checkout: they use the Node.js that it installs.',
  );
  process.exit(2);
}

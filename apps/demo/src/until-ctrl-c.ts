const CTRL_C = 3;

/**
 * Resolves when Ctrl-C is pressed, or the program is asked to end. At a terminal the key is read as a key: as a signal it would also
 * end the shells that npm puts between the terminal and this program, and with them npm, as if the demo had failed.
 */
export async function untilCtrlC(): Promise<void> {
  const { stdin } = process;
  await new Promise<void>((resolve) => {
    // The listeners stay: npm passes signals on that the terminal sent as well, and those must not end what is being closed.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
    if (!stdin.isTTY) return;
    stdin.setRawMode(true);
    stdin.on('data', (keys: Buffer) => {
      if (keys.includes(CTRL_C)) resolve();
    });
  });
  if (!stdin.isTTY) return;
  stdin.setRawMode(false);
  stdin.pause();
}

import type { Command } from 'commander';
import type { Config } from '../../config/config.js';
import { loadAhead } from '../../load-ahead.js';
import { createMetrics } from '../../metrics/metrics.js';
import { runDaemon } from '../../run-daemon.js';
import { serviceManager } from '../../service-manager.js';
import { configFor, globalOptions, logFor } from '../global-options.js';
import type { Outcome } from '../outcome.js';
import { abortOnSignals, onHangUp } from '../signals.js';
import { withContext } from '../with-context.js';

export function runCommand(program: Command, _outcome: Outcome): void {
  program
    .command('run')
    .description(
      'Start the daemon: poll on schedule, evaluate, deliver and serve HTTP. SIGTERM shuts it down cleanly',
    )
    .addHelpText('after', NOTES)
    .action(async (_options: unknown, command: Command) => {
      const options = globalOptions(command);
      const log = logFor(options);
      const metrics = createMetrics();
      await withContext(
        options,
        log,
        async (ctx) => {
          const applied = (config: Config) => {
            log.level = options.logLevel ?? config.log.level;
          };
          applied(ctx.config);
          await loadAhead();
          return runDaemon(ctx, abortOnSignals(), {
            metrics,
            manager: serviceManager(process.env, log),
            configuration: { load: () => configFor(options), applied, onRequest: onHangUp },
          });
        },
        { observer: metrics.observer, integrityCheck: true },
      );
    });
}

const NOTES = `
Signals:
  SIGTERM, SIGINT   shut down gracefully
  SIGHUP            reload the configuration; an invalid one changes nothing

Examples:
  roamwatch --config /etc/roamwatch/roamwatch.yaml run
  systemctl reload roamwatch`;

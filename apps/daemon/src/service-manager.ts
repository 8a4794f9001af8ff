import { spawn } from 'node:child_process';
import type { ServiceManager } from '@roamwatch/monitor';
import type { Log } from '@roamwatch/monitor/ports';

/** The watchdog is notified three times per time-out. */
const PER_PATIENCE = 3;

/**
 * systemd, by the protocol of sd_notify(3), as the environment names it; one that does nothing where there is none. Messages go through
 * the program `systemd-notify`, because Node has no datagram sockets of the kind the protocol takes.
 */
export function serviceManager(env: NodeJS.ProcessEnv, log: Log): ServiceManager {
  if (!env.NOTIFY_SOCKET) return { ready() {}, stopping() {} };
  const notify = (state: string) => {
    const child = spawn('systemd-notify', [state], { stdio: 'ignore', env });
    child.unref();
    const failed = (reason: string) =>
      log.warn({ event: 'service-manager', state, reason }, 'systemd could not be notified');
    child.once('error', (error) => failed(error.message));
    child.once('exit', (code) => (code === 0 ? undefined : failed(`systemd-notify ended with ${code}`)));
  };
  const patienceMs = watchdogPatienceMs(env);
  return {
    ready() {
      notify('READY=1');
      if (patienceMs !== null) setInterval(() => notify('WATCHDOG=1'), patienceMs / PER_PATIENCE).unref();
    },
    stopping() {
      notify('STOPPING=1');
    },
  };
}

/** The watchdog's timeout; null when there is none, or it watches another process. */
function watchdogPatienceMs(env: NodeJS.ProcessEnv): number | null {
  const microseconds = Number(env.WATCHDOG_USEC);
  if (!(microseconds > 0)) return null;
  if (env.WATCHDOG_PID !== undefined && Number(env.WATCHDOG_PID) !== process.pid) return null;
  return microseconds / 1000;
}

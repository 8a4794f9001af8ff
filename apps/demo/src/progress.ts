import type { UnixSeconds } from '@roamwatch/core';
import type { CycleSummary } from '@roamwatch/monitor';
import { SingleBar } from 'cli-progress';

/** A bar on a terminal, a line a simulated week elsewhere. */
export function progress(from: UnixSeconds, to: UnixSeconds) {
  return process.stderr.isTTY ? progressBar(from, to) : progressLines(from);
}

function progressBar(from: UnixSeconds, to: UnixSeconds) {
  const bar = new SingleBar({
    format: '{date}  [{bar}]  {polled} readings  {rows} daily rows  {alerts} alerts  {sent} messages',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: false,
    barsize: 24,
  });
  bar.start(to - from, 0, payload(from, null));
  return {
    update(now: UnixSeconds, totals: CycleSummary) {
      bar.update(now - from, payload(now, totals));
    },
    stop() {
      bar.update(to - from);
      bar.stop();
    },
  };
}

function progressLines(from: UnixSeconds) {
  const WEEK = 7 * 86_400;
  let next = from;
  return {
    update(now: UnixSeconds, totals: CycleSummary) {
      if (now < next) return;
      next += WEEK;
      const { date, polled, rows, alerts, sent } = payload(now, totals);
      process.stderr.write(
        `${date}  ${polled} readings  ${rows} daily rows  ${alerts} alerts  ${sent} messages\n`,
      );
    },
    stop() {},
  };
}

function payload(now: UnixSeconds, totals: CycleSummary | null) {
  return {
    date: new Date(now * 1000).toISOString().slice(0, 10),
    polled: totals?.polled ?? 0,
    rows: totals?.dailyRowsNew ?? 0,
    alerts: totals?.alertsOpened ?? 0,
    sent: totals?.notificationsSent ?? 0,
  };
}

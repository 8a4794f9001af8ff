import { stateOf } from '../../parts/esim-state.js';
import { Icon } from '../../parts/icon.js';
import { StateMark } from '../../parts/state-mark.js';
import { worstOpen } from '../../parts/worst-open.js';
import type { EsimProps } from './esim-props.js';

export function State({ view, esim }: EsimProps) {
  const { notMonitored, isCurrent, leftListAt, nextPoll, unlimited, reading } = esim;
  const isPolled = leftListAt === null && nextPoll.at !== null;
  const condition = {
    severity: worstOpen(esim.alerts),
    status: esim.status,
    notMonitored: notMonitored ?? (isPolled ? null : 'status'),
    isCurrent,
    hasFigures: unlimited || (reading?.remainingBytes ?? null) !== null,
  };
  return <StateMark view={view} state={stateOf(condition, view.live.isTrusted)} />;
}

export function Remarks({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { failing, leftListAt } = esim;
  return (
    <>
      {leftListAt !== null && (
        <p class="box box-warning">
          <Icon name="warning" /> {words.esim.left_list(format.instant(leftListAt))}
        </p>
      )}
      {failing !== null && (
        <p class="box box-warning">
          <Icon name="warning" />{' '}
          {words.esim.failing(
            format.instant(failing.since),
            words.counts.times(failing.times, format.count(failing.times)),
          )}{' '}
          {words.esim.failures[failing.reason]}
        </p>
      )}
    </>
  );
}

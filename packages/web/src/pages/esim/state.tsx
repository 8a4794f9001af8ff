import { Icon } from '../../parts/icon.js';
import { SeverityMark } from '../../parts/severity.js';
import { worstOpen } from '../../parts/worst-open.js';
import type { EsimProps } from './esim-props.js';

/** In order alone where its figures are read: elsewhere any value may be stored. */
export function State({ view, esim }: EsimProps) {
  const severity = worstOpen(esim.alerts);
  const { reading, failing, leftListAt, nextPoll } = esim;
  const isMonitored = reading !== null && failing === null && leftListAt === null && nextPoll.at !== null;
  // Data that was not read for long is not in order either.
  if (severity !== null || (isMonitored && view.live.isTrusted))
    return <SeverityMark view={view} severity={severity} />;
  return (
    <span class="mark mark-info">
      <Icon name="info" />
      {isMonitored ? view.words.overview.notCurrentMark : view.words.overview.notMonitored.title}
    </span>
  );
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

import { RemainingBar } from '../../charts/remaining-bar.js';
import { Bytes, Relative } from '../../parts/figures.js';
import { worstOpen } from '../../parts/worst-open.js';
import type { EsimProps } from './esim-props.js';

export function Figures({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { reading, nextPoll } = esim;
  const ends = reading?.packageEndsAt ?? null;
  return (
    <dl class="figures">
      <div>
        <dt>{words.esim.left}</dt>
        <dd>
          <LeftFigure view={view} esim={esim} />
        </dd>
      </div>
      <div>
        <dt>{ends === null && esim.expiresAt !== null ? words.esim.profileExpires : words.esim.ends}</dt>
        <dd>
          {ends === null && esim.expiresAt === null ? (
            words.frame.none
          ) : (
            <>
              <strong>
                <Relative view={view} at={ends ?? esim.expiresAt ?? 0} />
              </strong>
              <span class="sub">{format.instant(ends ?? esim.expiresAt ?? 0)}</span>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.esim.forecast}</dt>
        <dd>
          <ForecastFigure view={view} esim={esim} />
        </dd>
      </div>
      <div>
        <dt>{words.esim.read}</dt>
        <dd>
          <strong>
            {reading === null ? words.esims.neverRead : <Relative view={view} at={reading.at} />}
          </strong>
          <span class="sub" title={view.sentences.nextPoll(nextPoll.reason)}>
            {words.esim.nextPoll}{' '}
            {nextPoll.at === null
              ? view.sentences.nextPoll(nextPoll.reason)
              : format.relative(Math.max(nextPoll.at, format.now))}
          </span>
        </dd>
      </div>
    </dl>
  );
}

function LeftFigure({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { reading } = esim;
  if (esim.unlimited) return <strong>{words.esims.unlimited}</strong>;
  if (!esim.usageCheck) return <strong>{words.esims.noUsageCheck}</strong>;
  if (reading === null || reading.remainingBytes === null) return <strong>{words.esims.noData}</strong>;
  const left = Math.max(0, reading.remainingBytes);
  const allowance = reading.allowanceBytes;
  if (allowance === null || allowance <= 0) {
    return (
      <strong>
        <Bytes view={view} value={left} />
      </strong>
    );
  }
  return (
    <>
      <strong>
        <Bytes view={view} value={left} />
      </strong>
      <span class="sub">{`${format.percent(left / allowance)} ${words.esims.of('', format.bytes(allowance))}`}</span>
      <RemainingBar share={left / allowance} tone={worstOpen(esim.alerts) ?? 'ok'} />
    </>
  );
}

function ForecastFigure({ view, esim }: EsimProps) {
  const { words, format } = view;
  const { forecast, reading } = esim;
  if (forecast === null) return <span class="sub">{words.esim.noForecast}</span>;
  if (forecast.emptyAt === null) return <strong>{words.esim.noForecastUse}</strong>;
  const end = reading?.packageEndsAt ?? null;
  const lasts = end !== null && forecast.emptyAt >= end;
  return (
    <>
      <strong>
        {lasts ? words.esim.forecastAfterEnd : words.esim.forecastEmpty(format.relative(forecast.emptyAt))}
      </strong>
      <span class="sub" title={format.exactInstant(forecast.emptyAt)}>
        {words.esim.forecastRate(format.bytes(Math.round(forecast.bytesPerDay)))}
      </span>
    </>
  );
}

import { formatDuration } from '../../../core/format';
import type { Finding } from '../../../core/report';
import { TONE_WORDS, timeOfDay } from '../words';
import { Evidence } from './evidence';
import { Prose } from './prose';
import { Sites } from './sites';
import { ToneIcon } from './tone-icon';

interface Props {
  finding: Finding;
  /** The report's time: the popup has no clock of its own. */
  now: number;
  saidAbove: boolean;
  tabId: number;
}

function Lifespan({ finding: { since, until }, now }: Pick<Props, 'finding' | 'now'>) {
  if (until === null) return <>for {formatDuration(Math.max(0, now - since))}</>;
  return (
    <>
      {timeOfDay(since)} to {timeOfDay(until)} ({formatDuration(until - since)})
    </>
  );
}

/** Takes a finding and draws it whole: how bad, what, since when, the evidence, what to do, where it was created. */
export function FindingCard({ finding, now, saidAbove, tabId }: Props) {
  const { severity, title, summary, advice, sites, until } = finding;
  return (
    <article class={`finding tone-${severity}${until === null ? '' : ' over'}`}>
      <header>
        <p class="badge">
          <ToneIcon tone={severity} />
          {TONE_WORDS[severity]}
        </p>
        <p class="lifespan">
          <Lifespan finding={finding} now={now} />
        </p>
        <h3>{title}</h3>
      </header>
      {!saidAbove && (
        <p class="summary">
          <Prose text={summary} />
        </p>
      )}
      <Evidence finding={finding} />
      {advice.length > 0 && (
        <>
          <h4>What to do</h4>
          <ul class="advice">
            {advice.map((line) => (
              <li key={line}>
                <Prose text={line} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Sites sites={sites} tabId={tabId} />
    </article>
  );
}

import type { ComponentChildren } from 'preact';
import { formatDuration } from '../../../core/format';
import type { Finding } from '../../../core/report';
import { causeOf } from '../because';
import { TONE_WORDS, timeOfDay } from '../words';
import { Evidence } from './evidence';
import { Prose } from './prose';
import { Sites } from './sites';
import { ToneIcon } from './tone-icon';

interface Props {
  finding: Finding;
  /** All of the report's, its probable cause among them. */
  all: readonly Finding[];
  /** The report's time: the popup has no clock of its own. */
  now: number;
  saidAbove: boolean;
  /** Evidence and advice are there at once; of several findings the first explains most. */
  open: boolean;
  tabId: number;
}

function Lifespan({ finding: { since, until }, now }: Pick<Props, 'finding' | 'now'>) {
  if (until === null) return <>for {formatDuration(Math.max(0, now - since))}</>;
  return (
    <>
      over since {timeOfDay(until)}, lasted {formatDuration(until - since)}
    </>
  );
}

function Details({ open, children }: { open: boolean; children: ComponentChildren }) {
  if (open) return <>{children}</>;
  return (
    <details class="more">
      <summary>Evidence and what to do</summary>
      {children}
    </details>
  );
}

/** Takes a finding and draws it: how bad, what, since when, why, the evidence, what to do, where it was created. */
export function FindingCard({ finding, all, now, saidAbove, open, tabId }: Props) {
  const { severity, title, summary, evidence, advice, sites, until } = finding;
  const isMore = Object.keys(evidence).length + advice.length + sites.length > 0;
  const cause = causeOf(finding, all);
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
      {cause !== null && <p class="because">Probably because of “{cause}”.</p>}
      {!saidAbove && (
        <p class="summary">
          <Prose text={summary} />
        </p>
      )}
      {isMore && (
        <Details open={open}>
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
        </Details>
      )}
    </article>
  );
}

import type { Report } from '../../../core/report';
import type { Verdict } from '../../../protocol/messages';
import { TONE_WORDS } from '../words';
import { Prose } from './prose';
import { ToneIcon } from './tone-icon';

const LAG_WORDS = { occasional: 'Lags now and then', cumulative: 'Gets slower with time' } as const;

/** Takes a verdict and its report, draws the one sentence with its tone in colour, shape and word. */
export function VerdictBanner({ verdict, report }: { verdict: Verdict; report: Report }) {
  const { symptom, symptomReason } = report;
  return (
    <section class={`verdict tone-${verdict.tone}`} aria-labelledby="verdict">
      <ToneIcon tone={verdict.tone} />
      <div>
        <p class="tone-word">{TONE_WORDS[verdict.tone]}</p>
        <h2 id="verdict">
          <Prose text={verdict.text} />
        </h2>
        {symptom !== 'none' && (
          <p class="symptom">
            <strong>{LAG_WORDS[symptom]}.</strong> <Prose text={symptomReason} />
          </p>
        )}
      </div>
    </section>
  );
}

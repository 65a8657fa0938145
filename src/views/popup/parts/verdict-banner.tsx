import type { PopupSnapshot } from '../../../protocol/messages';
import { isSilent, TONE_WORDS } from '../words';
import { Prose } from './prose';
import { ToneIcon } from './tone-icon';

const LAG_WORDS = {
  occasional: 'Lags now and then (symptom A).',
  cumulative: 'Gets slower with time (symptom B).',
} as const;

const wordOf = ({ observation, verdict }: PopupSnapshot): string => {
  if (observation === 'paused') return 'Paused';
  return observation === 'unchosen' ? 'Not observed' : TONE_WORDS[verdict.tone];
};

/** Takes a snapshot, draws its one sentence with its tone in colour, shape and word, and how the lag behaves. */
export function VerdictBanner({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, verdict, report } = snapshot;
  const { symptom, symptomReason, symptomMeans } = report;
  return (
    <section class={`verdict tone-${verdict.tone}`} aria-labelledby="verdict">
      <ToneIcon tone={isSilent(observation) ? 'paused' : verdict.tone} />
      <div>
        <p class="tone-word">{wordOf(snapshot)}</p>
        {/* Focus comes here when the site has been paused. */}
        <h2 id="verdict" tabIndex={-1}>
          <Prose text={verdict.text} />
        </h2>
        {symptom !== 'none' && (
          <p class="symptom">
            <strong>{LAG_WORDS[symptom]}</strong> <Prose text={symptomReason} />
            {symptomMeans && <small class="means">{symptomMeans}</small>}
          </p>
        )}
      </div>
    </section>
  );
}

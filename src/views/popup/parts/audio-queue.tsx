import { formatCount, formatDuration, withSign } from '../../../core/format';
import type { AudioQueue } from '../../../core/report';

function trend(perSecond: number | null): string {
  if (perSecond === null) return '';
  if (Math.round(perSecond) === 0) return ' (steady)';
  return ` (${withSign(formatDuration(perSecond), perSecond)} per second)`;
}

/** Takes the audio queue and draws what waits, plays and was played; nothing for a page without sound. */
export function AudioQueueSection({ queue }: { queue: AudioQueue }) {
  const { pending, playing, played, backlogMs, backlogTrendMsPerS } = queue;
  if (pending + playing + played === 0 && !backlogMs) return null;
  return (
    <section aria-labelledby="audio-queue">
      <h2 id="audio-queue" class="section-title">
        Audio queue
      </h2>
      <dl class="figures">
        {Object.entries({ Waiting: pending, Playing: playing, Played: played }).map(
          ([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{formatCount(count)}</dd>
            </div>
          ),
        )}
        <div class="wide">
          <dt>Until all is played</dt>
          <dd>
            {formatDuration(backlogMs)}
            <small>{trend(backlogTrendMsPerS)}</small>
          </dd>
        </div>
      </dl>
    </section>
  );
}

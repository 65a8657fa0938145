import { formatCount, formatDuration, plural, withSign } from '../../../core/format';
import type { AudioQueue } from '../../../core/report';
import { keepTogether } from '../words';

function trend(perSecond: number | null): string {
  if (perSecond === null) return '';
  if (Math.round(perSecond) === 0) return ' (steady)';
  return ` (${withSign(formatDuration(perSecond), perSecond)} per second)`;
}

interface Remark {
  text: string;
  applies: boolean;
}

/** What is out of the ordinary, as sentences. */
function remarks(queue: AudioQueue): string[] {
  const { held, heldForMs, unsettledPlays, unsettledForMs, underruns } = queue;
  const all: Remark[] = [
    {
      applies: held > 0,
      text: `${plural(held, 'piece')} ${held === 1 ? 'waits' : 'wait'} on an audio context that does not run, for ${formatDuration(heldForMs)}.`,
    },
    {
      applies: unsettledPlays > 0,
      text: `${plural(unsettledPlays, 'media element')} told to play ${unsettledPlays === 1 ? 'has' : 'have'} neither begun nor failed, for ${formatDuration(unsettledForMs)}.`,
    },
    {
      applies: (underruns?.events ?? 0) > 0,
      text: `The audio thread missed its deadline ${plural(underruns?.events ?? 0, 'time')}: ${formatDuration(underruns?.ms ?? 0)} of sound.`,
    },
  ];
  return all.filter(({ applies }) => applies).map(({ text }) => keepTogether(text));
}

/** Takes the audio queue and draws what waits, plays and was played; nothing for a page without sound. */
export function AudioQueueSection({ queue }: { queue: AudioQueue }) {
  const { pending, playing, played, backlogMs, backlogTrendMsPerS } = queue;
  const unusual = remarks(queue);
  if (pending + playing + played === 0 && !backlogMs && unusual.length === 0) return null;
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
      {unusual.map((text) => (
        <p key={text.replace(/\d[\d.,]*/g, '#')} class="remark">
          {text}
        </p>
      ))}
    </section>
  );
}

import { formatDuration, NOT_OBSERVED } from '../../../core/format';
import type { Turn } from '../../../core/report';
import { timeOfDay } from '../words';

const SHOWN = 12;

const duration = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

/** Takes the turns of a conversation and draws how long each one took, the newest first, folded. */
export function Turns({ turns }: { turns: Turn[] }) {
  if (turns.length === 0) return null;
  const shown = turns.slice(-SHOWN).reverse();
  const profiles = [...new Set(turns.map(({ profile }) => profile))];
  return (
    <details class="fold">
      <summary>
        <h2>Turns</h2> <span class="count">{turns.length}</span>
      </summary>
      <table class="turns">
        <caption>
          {profiles.includes('generic')
            ? 'From the times and sizes of messages alone: a guess.'
            : `From the message types of ${profiles.join(', ')}.`}{' '}
          A dash is {NOT_OBSERVED}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Began</th>
            {['Answer', 'Sound', 'Whole'].map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((turn) => (
            <tr key={turn.startedAt}>
              <th scope="row">
                {timeOfDay(turn.startedAt)}
                {turn.interrupted && <small> cut short</small>}
              </th>
              <td class="number">{duration(turn.firstResponseMs)}</td>
              <td class="number">{duration(turn.firstAudioMs)}</td>
              <td class="number">{duration(turn.totalMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {turns.length > SHOWN && <p class="muted">The latest {SHOWN}; the export has all.</p>}
    </details>
  );
}

import { formatDuration, NOT_OBSERVED } from '../../../core/format';
import type { Report } from '../../../core/report';
import { timeOfDay } from '../words';
import { Prose } from './prose';

const SHOWN = 12;

const duration = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

/** Takes a report and draws how long each turn of its conversation took, the newest first, folded. */
export function Turns({ report: { turns, turnsSummary } }: { report: Report }) {
  if (turns.length === 0) return null;
  const shown = turns
    .map((turn, i) => ({ ...turn, n: i + 1 }))
    .slice(-SHOWN)
    .reverse();
  const profiles = [...new Set(turns.map(({ profile }) => profile))];
  return (
    <details class="fold">
      <summary>
        <h2>Turns</h2> <span class="count">{turns.length}</span>
      </summary>
      {turnsSummary && (
        <p class="turns-summary">
          <Prose text={turnsSummary} />
        </p>
      )}
      <table class="turns">
        <caption>
          {profiles.includes('generic')
            ? 'From the times and sizes of messages alone: a guess.'
            : `From the message types of ${profiles.join(', ')}.`}{' '}
          A dash is {NOT_OBSERVED}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Turn</th>
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
              <th scope="row">{turn.n}</th>
              <td class="time">
                {timeOfDay(turn.startedAt)}
                {turn.interrupted && <small> cut short</small>}
              </td>
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

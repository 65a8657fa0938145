import { formatDuration } from '../../../core/format';
import type { MainThread } from '../../../core/report';
import { degreeOf, timeOfDay } from '../words';

const SHOWN = 8;

/** Takes what blocked the main thread and draws it, folded; nothing for a page that was never blocked. */
export function MainThreadSection({ mainThread }: { mainThread: MainThread }) {
  const { blockedMs, longestMs, stalls } = mainThread;
  if (!blockedMs) return null;
  return (
    <details class="fold">
      <summary>
        <h2>Main thread</h2>{' '}
        <span class="count">
          blocked for {formatDuration(blockedMs)}, {formatDuration(longestMs)} at the longest
        </span>
      </summary>
      {stalls.length === 0 ? (
        <p class="muted">No single block of a second or more.</p>
      ) : (
        <table class="stalls grouped">
          <thead>
            <tr>
              <th scope="col">At</th>
              <th scope="col" class="number">
                Blocked
              </th>
              <th scope="col">Degree</th>
              <th scope="col">During</th>
            </tr>
          </thead>
          {stalls
            .slice(-SHOWN)
            .reverse()
            .map(({ at, durationMs, during, script }) => (
              <tbody key={at}>
                <tr>
                  <td class="time">{timeOfDay(at)}</td>
                  <td class="number">{formatDuration(durationMs)}</td>
                  <td>{degreeOf(durationMs) || <span class="muted">short</span>}</td>
                  <td>{during}</td>
                </tr>
                {script !== null && (
                  <tr>
                    <td colSpan={4} class="remarks address">
                      {script}
                    </td>
                  </tr>
                )}
              </tbody>
            ))}
        </table>
      )}
    </details>
  );
}

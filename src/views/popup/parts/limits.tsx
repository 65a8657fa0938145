import { Prose } from './prose';

/** Takes what a report cannot know and draws it, folded. */
export function Limits({ limits }: { limits: string[] }) {
  if (limits.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <h2>What cannot be observed</h2> <span class="count">{limits.length}</span>
      </summary>
      <ul class="limits">
        {limits.map((line) => (
          <li key={line}>
            <Prose text={line} />
          </li>
        ))}
      </ul>
    </details>
  );
}

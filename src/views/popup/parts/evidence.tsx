import { listEvidence } from '../../../core/evidence-label';
import type { Finding } from '../../../core/report';

/** Takes a finding and draws its evidence as names and values with their units. */
export function Evidence({ finding }: { finding: Finding }) {
  const entries = listEvidence(finding);
  if (entries.length === 0) return null;
  const texts = Object.values(finding.evidence).map((value) => typeof value === 'string');
  return (
    <dl class="evidence">
      {entries.map(({ name, value }, i) => (
        <div key={name} class={texts[i] ? 'wide' : undefined}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { Finding } from '../../core/report';

/** Takes a finding and all of its report's, returns the title of its probable cause; `null` where there is none to see. */
export function causeOf(finding: Finding, all: readonly Finding[]): string | null {
  if (!finding.because || finding.because === finding.id) return null;
  // What is over explains nothing that goes on.
  const cause = all.find(
    ({ id, until }) => id === finding.because && (until === null || finding.until !== null),
  );
  return cause?.title ?? null;
}

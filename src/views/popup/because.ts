import type { Finding } from '../../core/report';

/** A finding that may name another one as its probable cause. */
export type Explained = Finding & { because?: Finding['id'] | null };

/** Takes a finding and all of its report's, returns the title of its probable cause; `null` where there is none to see. */
export function causeOf(finding: Explained, all: readonly Finding[]): string | null {
  if (!finding.because || finding.because === finding.id) return null;
  // What is over explains nothing that goes on.
  const cause = all.find(
    ({ id, until }) => id === finding.because && (until === null || finding.until !== null),
  );
  return cause?.title ?? null;
}

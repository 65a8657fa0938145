import { keepTogether } from '../words';

/** Takes a sentence and draws it as text; what stands between backticks (detectors write `pagehide` so) as code. */
export function Prose({ text }: { text: string }) {
  // Split with a group: every second part is what stood between the marks.
  const parts = keepTogether(text).split(/`([^`]+)`/);
  return <>{parts.map((part, i) => (i % 2 === 1 ? <code key={`${i}`}>{part}</code> : part))}</>;
}

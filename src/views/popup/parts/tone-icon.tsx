import type { Verdict } from '../../../protocol/messages';

/** Each tone has a shape of its own, so that it is told apart without colour. */
const SHAPES: Record<Verdict['tone'] | 'paused', string> = {
  critical: 'M6.2 1.5h7.6l4.7 4.7v7.6l-4.7 4.7H6.2l-4.7-4.7V6.2zM10 5.5v5.5M10 14.2v.1',
  warning: 'M10 2 18.6 17.5H1.4zM10 7.5v4.5M10 14.7v.1',
  info: 'M10 1.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6M10 9v5M10 5.8v.1',
  ok: 'M10 1.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6M6.3 10.3l2.6 2.6 4.9-5.6',
  paused: 'M10 1.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6M7.8 6.8v6.4M12.2 6.8v6.4',
  unknown:
    'M10 1.7a8.3 8.3 0 1 0 0 16.6 8.3 8.3 0 0 0 0-16.6M7.6 7.9c0-1.5 1-2.4 2.4-2.4s2.4.9 2.4 2.2c0 1.7-2.4 2-2.4 3.6M10 14.2v.1',
};

/** Takes a tone and draws its shape; the word beside it is what is read out. */
export function ToneIcon({ tone }: { tone: keyof typeof SHAPES }) {
  return (
    <svg class="tone-icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path d={SHAPES[tone]} />
    </svg>
  );
}

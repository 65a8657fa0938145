import { timeOfDay } from '../words';

interface Props {
  reason: string;
  /** When the numbers below were taken; `null` where there are none. */
  lastAt: number | null;
  onRetry: () => void;
}

/** Takes why no answer came and draws it, with the way to ask again. */
export function LostContact({ reason, lastAt, onRetry }: Props) {
  return (
    <section class="lost tone-critical" role="alert">
      <div>
        <h2>Whylag has no answer for this tab</h2>
        <p class="reason">{reason}</p>
        <p>
          {lastAt === null
            ? 'It is asked again every second. If this stays, reload Whylag on the browser’s extensions page.'
            : `What stands below is from ${timeOfDay(lastAt)}. It is asked again every second.`}
        </p>
      </div>
      <button type="button" onClick={onRetry}>
        Try again
      </button>
    </section>
  );
}

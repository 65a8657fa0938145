import type { Site } from '../../../core/report';
import type { SourcesReply } from '../../../protocol/messages';
import { type Lookup, lookUpSources, lookup } from '../source-lookup';

/** Scripts whose trouble is told; there may be a dozen. */
const PROBLEMS = 4;

function found({ resolved, stacks }: SourcesReply): string {
  if (resolved === 0) return 'No place could be found in the sources.';
  return resolved === stacks
    ? 'Every place was found in the sources.'
    : `${resolved} of ${stacks} places were found in the sources.`;
}

function Outcome({ state }: { state: Lookup }) {
  if (state.state === 'failed') return <p class="note failed">✕ {state.reason}</p>;
  if (state.state !== 'done') return null;
  const { problems } = state.reply;
  return (
    <>
      <p>{found(state.reply)}</p>
      {problems.slice(0, PROBLEMS).map(({ script, reason }) => (
        <p key={script} class="muted">
          <span class="address">{script}</span> {reason}.
        </p>
      ))}
      {problems.length > PROBLEMS && <p class="muted">And {problems.length - PROBLEMS} more.</p>}
    </>
  );
}

/** Takes places of creation and draws the way to have them in the words of the page's sources. */
export function SourceButton({ tabId, sites }: { tabId: number; sites: readonly Site[] }) {
  const canBeAsked = sites.some(({ stack }) => /https?:\/\//.test(stack));
  const isDone = sites.every(({ resolved }) => resolved !== undefined);
  const state = lookup.value;
  if (!canBeAsked || (isDone && state.state === 'idle')) return null;
  const looking = state.state === 'looking';
  return (
    <div class="source-lookup">
      {!isDone && (
        <button
          type="button"
          disabled={looking}
          title="Fetches this page’s scripts and their source maps from where the page has them."
          onClick={() => void lookUpSources(tabId)}
        >
          {looking ? 'Looking…' : 'Show source positions'}
        </button>
      )}
      <div role="status">
        <Outcome state={state} />
      </div>
    </div>
  );
}

import { useState } from 'preact/hooks';
import type { SiblingTab } from '../../../protocol/messages';
import { CloseOthers } from './close-others';
import { Sibling } from './sibling';

interface Props {
  /** The tab that the popup is about. */
  tabId: number;
  siblings: SiblingTab[];
}

/** More than anybody reads, and few enough that a popup for hundreds of tabs is there at once. */
const SHOWN = 20;

/** Takes the other tabs of the origin and draws each with what it holds; of very many the first, until all are asked for. */
export function Siblings({ tabId, siblings }: Props) {
  const [all, setAll] = useState(false);
  if (siblings.length === 0) return null;
  const shown = all ? siblings : siblings.slice(0, SHOWN);
  return (
    <section aria-labelledby="siblings">
      <div class="section-head">
        {/* Focus comes here when the tab that held it is gone. */}
        <h2 id="siblings" class="section-title" tabIndex={-1}>
          Other tabs of this site <span class="count">{siblings.length}</span>
        </h2>
        <CloseOthers tabId={tabId} siblings={siblings} />
      </div>
      <ul class="siblings">
        {shown.map((tab) => (
          <Sibling key={tab.tabId} tab={tab} />
        ))}
      </ul>
      {shown.length < siblings.length && (
        <button
          type="button"
          class="more"
          onClick={() => {
            setAll(true);
            // The button goes: whoever had come to it by keyboard starts again at the list's head.
            document.getElementById('siblings')?.focus();
          }}
        >
          Show all {siblings.length} tabs
        </button>
      )}
    </section>
  );
}

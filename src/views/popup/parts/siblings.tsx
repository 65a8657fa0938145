import type { SiblingTab } from '../../../protocol/messages';
import { CloseOthers } from './close-others';
import { Sibling } from './sibling';

interface Props {
  /** The tab that the popup is about. */
  tabId: number;
  siblings: SiblingTab[];
}

/** Takes the other tabs of the origin and draws each with what it holds. */
export function Siblings({ tabId, siblings }: Props) {
  if (siblings.length === 0) return null;
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
        {siblings.map((tab) => (
          <Sibling key={tab.tabId} tab={tab} />
        ))}
      </ul>
    </section>
  );
}

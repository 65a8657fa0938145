import type { SiblingTab } from '../../../protocol/messages';
import { Sibling } from './sibling';

/** Takes the other tabs of the origin and draws each with what it holds. */
export function Siblings({ siblings }: { siblings: SiblingTab[] }) {
  if (siblings.length === 0) return null;
  return (
    <section aria-labelledby="siblings">
      {/* Focus comes here when the tab that held it is gone. */}
      <h2 id="siblings" class="section-title" tabIndex={-1}>
        Other tabs of this site <span class="count">{siblings.length}</span>
      </h2>
      <ul class="siblings">
        {siblings.map((tab) => (
          <Sibling key={tab.tabId} tab={tab} />
        ))}
      </ul>
    </section>
  );
}

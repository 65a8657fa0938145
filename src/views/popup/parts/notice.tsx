import { formatDuration } from '../../../core/format';
import type { PopupSnapshot } from '../../../protocol/messages';
import { resumeSite } from '../site-actions';
import { reloadTab, requestAccess } from '../tab-actions';
import { keepTogether } from '../words';

/** A page that is blocked or restarted under us: numbers of before, or fewer than there are. */
function Momentary({ catchingUp, silentForMs, report }: PopupSnapshot) {
  if (silentForMs !== null) {
    // Without a finding the verdict has said it.
    const isNews = report.findings.some(({ until }) => until === null);
    const since = `The page has not answered for ${formatDuration(silentForMs)}: its main thread is blocked, or it waits in a dialog. `;
    return (
      <p class="notice" role="status">
        {isNews && keepTogether(since)}
        What stands below is what was known before. It goes on by itself when the page answers
        again.
      </p>
    );
  }
  if (!catchingUp) return null;
  return (
    <p class="notice catching-up" role="status">
      Whylag was just restarted and is asking the pages again: counts may be too low for a few
      seconds.
    </p>
  );
}

/** Takes a snapshot and draws what a person can do about how far the tab can be seen; nothing where all is well. */
export function Notice({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, report } = snapshot;
  const { tabId } = report.tab;
  switch (observation) {
    case 'reload':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            A page can only be observed from its first script on. After the reload, use it until it
            lags, then open this popup again.
          </p>
          <button type="button" class="primary" onClick={() => void reloadTab(tabId)}>
            Reload this tab
          </button>
        </section>
      );
    case 'no-permission':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            Whylag needs your permission to observe sites. It reads counts, times and addresses
            without their queries; no message, no sound and no text is ever stored, and nothing
            leaves this browser. Reload the tab afterwards.
          </p>
          <button type="button" class="primary" onClick={() => void requestAccess()}>
            Allow on all sites
          </button>
        </section>
      );
    case 'forbidden':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            Browser pages, extension stores and other extensions are closed to every extension. Open
            the page that lags and click the Whylag icon there.
          </p>
        </section>
      );
    case 'paused':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            You have paused Whylag here. It observes no page of this site, no frame of it on other
            sites, and no frame in its tabs. Resume and reload the tab to see what its pages do.
          </p>
          <button type="button" class="primary" onClick={() => void resumeSite(tabId)}>
            Resume on this site
          </button>
        </section>
      );
    case 'unchosen':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            You have chosen the sites that Whylag observes; the list stands below. Add this one and
            reload the tab to see what its pages do.
          </p>
          <button type="button" class="primary" onClick={() => void resumeSite(tabId)}>
            Observe this site
          </button>
        </section>
      );
    case 'closed':
      return (
        <section class="notice" aria-label="State of the tab">
          <p>This tab is closed. What follows is what was last known of it.</p>
        </section>
      );
    case 'crashed':
      return (
        <section class="notice" aria-label="What to do">
          <p>
            Most often a page crashes because it has run out of memory. What follows is what was
            last known of it.
          </p>
          <button type="button" class="primary" onClick={() => void reloadTab(tabId)}>
            Reload this tab
          </button>
        </section>
      );
    default:
      return <Momentary {...snapshot} />;
  }
}

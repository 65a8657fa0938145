import { resourceName } from '../../../core/evidence-label';
import { plural } from '../../../core/format';
import type { CreationSite, Report } from '../../../core/report';
import { SourceButton } from './source-button';
import { Stack } from './stack';

/** The most frequent ones are where nearly everything comes from; the export has them all. */
const MOST = 20;

const keyOf = ({ kind, endpoint, stack }: CreationSite) => `${kind} ${endpoint} ${stack}`;

/** Takes a report and draws where the page created what it has, the most frequent place first, folded. */
export function CreationSites({ report }: { report: Report }) {
  const { creationSites, tab } = report;
  if (creationSites.length === 0) return null;
  const rest = creationSites.length - MOST;
  return (
    <details class="fold">
      <summary>
        <h2>Where things were created</h2> <span class="count">{creationSites.length}</span>
      </summary>
      <div class="sites">
        <SourceButton tabId={tab.tabId} sites={creationSites} />
        {creationSites.slice(0, MOST).map((site) => (
          <figure key={keyOf(site)}>
            <figcaption>
              {resourceName(site.kind)}, {plural(site.count, 'time')}
              {site.endpoint !== null && <span class="address"> {site.endpoint}</span>}
            </figcaption>
            <Stack {...site} />
          </figure>
        ))}
        {rest > 0 && <p class="muted">{plural(rest, 'more place')} in the export.</p>}
      </div>
    </details>
  );
}

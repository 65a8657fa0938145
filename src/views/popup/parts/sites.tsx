import { plural } from '../../../core/format';
import type { Site } from '../../../core/report';
import { SourceButton } from './source-button';
import { Stack } from './stack';

/** Takes where a page created something and draws the stacks, folded. */
export function Sites({ sites, tabId }: { sites: Site[]; tabId: number }) {
  if (sites.length === 0) return null;
  return (
    <details class="sites">
      <summary>Created in {plural(sites.length, 'place')}</summary>
      <SourceButton tabId={tabId} sites={sites} />
      {sites.map((site) => (
        <figure key={site.stack}>
          <figcaption>{plural(site.count, 'time')}</figcaption>
          <Stack {...site} />
        </figure>
      ))}
    </details>
  );
}

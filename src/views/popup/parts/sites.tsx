import { plural } from '../../../core/format';
import type { Site } from '../../../core/report';

/** Takes where a page created something and draws the stacks, folded. */
export function Sites({ sites }: { sites: Site[] }) {
  if (sites.length === 0) return null;
  return (
    <details class="sites">
      <summary>Created in {plural(sites.length, 'place')}</summary>
      {sites.map(({ stack, count }) => (
        <figure key={stack}>
          <figcaption>{plural(count, 'time')}</figcaption>
          <pre>{stack}</pre>
        </figure>
      ))}
    </details>
  );
}

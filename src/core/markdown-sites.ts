import { resourceName } from './evidence-label';
import { plural } from './format';
import { code, fenced, within } from './markdown-text';
import type { CreationSite, Report } from './report';

const ROOM = 5_000;
/** The first frames name the place; the JSON export has the whole stack. */
const STACK = 300;

function block({ kind, endpoint, stack, count, resolved }: CreationSite): string[] {
  const where = endpoint === null ? '' : ` to ${code(endpoint, 120)}`;
  return [
    '',
    `${resourceName(kind)}${where}, ${plural(count, 'time')}:`,
    '',
    ...fenced(resolved ?? stack, STACK),
  ];
}

/** Takes a report and returns where the page created what it has, the most frequent place first. */
export function creationSites({ creationSites }: Report): string[] {
  if (creationSites.length === 0) return [];
  const blocks = within(creationSites, block, ROOM, 'the places of creation');
  return ['', '## Where things were created', ...blocks];
}

import { formatUtc } from '../../core/format';
import type { Report } from '../../core/report';

/** Takes a report and an extension and returns a file name that is safe on every system: host and time in UTC. */
export function exportName({ tab, generatedAt }: Report, extension: 'json' | 'md'): string {
  const host = tab.origin.replace(/^[a-z-]+:\/\//, '').replace(/[^a-z\d.-]+/gi, '-');
  const at = formatUtc(generatedAt).slice(0, 19).replaceAll(':', '-');
  // A leading dot hides the file, and a name over 255 bytes cannot be saved.
  return `whylag-${host.replace(/^[.-]+|[.-]+$/g, '').slice(0, 80) || 'page'}-${at}.${extension}`;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `<host>-<time>`, safe as a file name on every system: no colon of a port or a time, no device
 * name of Windows (the time follows it), nothing but ASCII.
 * @param {string} url
 * @param {number} at
 */
export function reportName(url, at) {
  const host = URL.canParse(url) ? new URL(url).host : '';
  const safe = host
    .replace(/[^a-z0-9.-]+/gi, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
  return `${safe || 'page'}-${time}`;
}

/**
 * Writes both forms of a report; returns their paths.
 * @param {string} folder
 * @param {import('../core/report').Report} report
 * @param {string} markdown
 * @returns {string[]}
 */
export function writeReport(folder, report, markdown) {
  mkdirSync(folder, { recursive: true });
  const name = join(folder, reportName(report.tab.url, report.generatedAt));
  writeFileSync(`${name}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${name}.md`, markdown.endsWith('\n') ? markdown : `${markdown}\n`);
  return [`${name}.json`, `${name}.md`];
}

import type { Report } from '../../core/report';
import { request } from '../request';
import { exportName } from './export-name';
import { attempt } from './note';

/** Long enough for a browser that asks where to save; a URL let go too early saves an empty file in Firefox. */
const KEEP_URL_MS = 60_000;

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_URL_MS);
}

/** Takes a report and saves it as JSON, readable and complete. */
export function exportJson(report: Report): Promise<boolean> {
  const name = exportName(report, 'json');
  return attempt(`Saved ${name}`, 'Could not save the report', async () =>
    save(name, 'application/json', `${JSON.stringify(report, null, 2)}\n`),
  );
}

/** Takes a report, asks the background for it as Markdown and saves that. */
export function exportMarkdown(report: Report): Promise<boolean> {
  const name = exportName(report, 'md');
  return attempt(`Saved ${name}`, 'Could not save the report', async () => {
    save(name, 'text/markdown', await request({ type: 'markdown', tabId: report.tab.tabId }));
  });
}

/** Takes a report, asks the background for it as Markdown and puts that on the clipboard. */
export function copyMarkdown(report: Report): Promise<boolean> {
  return attempt('Copied as Markdown.', 'Could not copy', async () => {
    const text = await request({ type: 'markdown', tabId: report.tab.tabId });
    await navigator.clipboard.writeText(text);
  });
}

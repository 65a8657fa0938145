import type { Report } from '../../../core/report';
import { copyMarkdown, exportJson, exportMarkdown } from '../export-actions';
import { note } from '../note';

/** Takes a report, or `null` where nothing was measured, and draws the ways to take it along, and what came of the last action. */
export function Actions({ report }: { report: Report | null }) {
  const last = note.value;
  return (
    <footer>
      <p class={last?.failed ? 'note failed' : 'note'} role="status">
        {last && `${last.failed ? '✕' : '✓'} ${last.text}`}
      </p>
      {report && (
        <div class="buttons">
          <button type="button" onClick={() => void copyMarkdown(report)}>
            Copy Markdown
          </button>
          <button type="button" onClick={() => void exportMarkdown(report)}>
            Export Markdown
          </button>
          <button type="button" onClick={() => void exportJson(report)}>
            Export JSON
          </button>
        </div>
      )}
    </footer>
  );
}

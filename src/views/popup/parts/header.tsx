import { formatDuration } from '../../../core/format';
import type { Report } from '../../../core/report';

function observedFor({ tab, generatedAt }: Report): string | null {
  return tab.observedSince === null
    ? null
    : `observed for ${formatDuration(Math.max(0, generatedAt - tab.observedSince))}`;
}

/** Takes a report, or `null` while there is none, and draws whose it is. */
export function Header({ report }: { report: Report | null }) {
  const since = report && observedFor(report);
  return (
    <header>
      <img src="/icons/whylag.svg" alt="" width="24" height="24" />
      <h1>Whylag</h1>
      {report && (
        <p class="whose">
          <bdi class="address" title={report.tab.url}>
            {report.tab.origin.replace(/^https?:\/\//, '') || report.tab.url}
          </bdi>
          {since && <span class="muted">{since}</span>}
        </p>
      )}
    </header>
  );
}

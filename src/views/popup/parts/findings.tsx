import type { Finding, Report } from '../../../core/report';
import type { Verdict } from '../../../protocol/messages';
import { FindingCard } from './finding-card';

/** One finding keeps its identity while it lasts, so that an opened place of creation stays open. */
const keyOf = ({ id, since }: Finding) => `${id} ${since}`;

/** Takes a report and draws its active findings in the report's order: what explains most comes first, whole. */
export function Findings({ report, verdict }: { report: Report; verdict: Verdict }) {
  const active = report.findings.filter(({ until }) => until === null);
  if (active.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" class="section-title">
        Findings <span class="count">{active.length}</span>
      </h2>
      {active.map((finding, i) => (
        <FindingCard
          key={keyOf(finding)}
          finding={finding}
          all={report.findings}
          open={i === 0}
          now={report.generatedAt}
          tabId={report.tab.tabId}
          // The verdict is this sentence, right above: twice on one screen helps nobody.
          saidAbove={finding.summary === verdict.text}
        />
      ))}
    </section>
  );
}

/** Takes a report and draws the findings that are over, folded: history, no alarm. */
export function EarlierFindings({ report }: { report: Report }) {
  const over = report.findings.filter(({ until }) => until !== null);
  if (over.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <h2>Earlier findings</h2> <span class="count">{over.length}</span>
      </summary>
      {over.map((finding) => (
        <FindingCard
          key={keyOf(finding)}
          finding={finding}
          all={report.findings}
          open={false}
          now={report.generatedAt}
          tabId={report.tab.tabId}
          saidAbove={false}
        />
      ))}
    </details>
  );
}

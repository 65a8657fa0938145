import type { PopupSnapshot } from '../../../protocol/messages';
import { isMeasured } from '../words';
import { AudioQueueSection } from './audio-queue';
import { Endpoints } from './endpoints';
import { EarlierFindings, Findings } from './findings';
import { Limits } from './limits';
import { Notice } from './notice';
import { Resources } from './resources';
import { Siblings } from './siblings';
import { VerdictBanner } from './verdict-banner';

/** Takes a snapshot and draws all of it, the verdict first. */
export function Snapshot({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, verdict, report, siblings, catchingUp } = snapshot;
  const measured = isMeasured(snapshot);
  return (
    <>
      <VerdictBanner verdict={verdict} report={report} />
      <Notice observation={observation} tabId={report.tab.tabId} catchingUp={catchingUp} />
      <Findings report={report} verdict={verdict} />
      <EarlierFindings report={report} />
      {measured && <Resources resources={report.resources} />}
      {measured && <Endpoints endpoints={report.endpoints} />}
      {measured && <AudioQueueSection queue={report.audioQueue} />}
      <Siblings siblings={siblings} />
      <Limits limits={report.limits} />
    </>
  );
}

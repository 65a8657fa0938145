import type { PopupSnapshot } from '../../../protocol/messages';
import { isMeasured } from '../words';
import { AudioQueueSection } from './audio-queue';
import { CreationSites } from './creation-sites';
import { Endpoints } from './endpoints';
import { EarlierFindings, Findings } from './findings';
import { HistoryNotice, HistorySection } from './history';
import { Limits } from './limits';
import { MainThreadSection } from './main-thread';
import { Notice } from './notice';
import { Resources } from './resources';
import { ServiceWorkers } from './service-workers';
import { Siblings } from './siblings';
import { TabControls } from './tab-controls';
import { Turns } from './turns';
import { VerdictBanner } from './verdict-banner';

/** Takes a snapshot and draws all of it, the verdict first. */
export function Snapshot({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, verdict, report, siblings, history } = snapshot;
  const measured = isMeasured(snapshot);
  return (
    <>
      <VerdictBanner snapshot={snapshot} />
      <Notice snapshot={snapshot} />
      <HistoryNotice history={history} />
      <TabControls snapshot={snapshot} />
      <Findings report={report} verdict={verdict} />
      <EarlierFindings report={report} />
      {measured && (
        <Resources resources={report.resources} voiceDetectors={report.voiceDetectors} />
      )}
      {measured && <AudioQueueSection queue={report.audioQueue} />}
      <Siblings tabId={report.tab.tabId} siblings={siblings} />
      {measured && (
        <>
          <Endpoints endpoints={report.endpoints} />
          <Turns report={report} />
          <MainThreadSection mainThread={report.mainThread} />
          <CreationSites report={report} />
        </>
      )}
      <ServiceWorkers report={report} observation={observation} />
      {observation !== 'paused' && <Limits limits={report.limits} />}
      <HistorySection history={history} />
    </>
  );
}

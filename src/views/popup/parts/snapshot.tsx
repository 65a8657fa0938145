import type { PopupSnapshot } from '../../../protocol/messages';
import { isMeasured, isSilent } from '../words';
import { AudioQueueSection } from './audio-queue';
import { CreationSites } from './creation-sites';
import { Endpoints } from './endpoints';
import { EarlierFindings, Findings } from './findings';
import { HistoryNotice, HistorySection } from './history';
import { LeftBehindSites } from './left-behind';
import { Limits } from './limits';
import { MainThreadSection } from './main-thread';
import { Notice } from './notice';
import { Resources } from './resources';
import { ServiceWorkers } from './service-workers';
import { Siblings } from './siblings';
import { SiteChoiceSection } from './site-choice';
import { TabControls } from './tab-controls';
import { TruncatedNote } from './truncated';
import { Turns } from './turns';
import { VerdictBanner } from './verdict-banner';

/** Takes a snapshot and draws all of it, the verdict first. */
export function Snapshot({ snapshot }: { snapshot: PopupSnapshot }) {
  const { observation, verdict, report, siblings, leftBehind, history } = snapshot;
  const measured = isMeasured(snapshot);
  return (
    <>
      <VerdictBanner snapshot={snapshot} />
      <Notice snapshot={snapshot} />
      <HistoryNotice history={history} />
      <TabControls snapshot={snapshot} />
      <Findings report={report} verdict={verdict} />
      <EarlierFindings report={report} />
      <LeftBehindSites sites={leftBehind} />
      {measured && <TruncatedNote truncated={report.truncated} />}
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
      <SiteChoiceSection snapshot={snapshot} />
      {!isSilent(observation) && <Limits limits={report.limits} />}
      <HistorySection history={history} />
    </>
  );
}

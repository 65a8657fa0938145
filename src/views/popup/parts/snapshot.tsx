import type { PopupSnapshot } from '../../../protocol/messages';
import { isMeasured } from '../words';
import { AudioQueueSection } from './audio-queue';
import { CreationSites } from './creation-sites';
import { Endpoints } from './endpoints';
import { EarlierFindings, Findings } from './findings';
import { Limits } from './limits';
import { MainThreadSection } from './main-thread';
import { Notice } from './notice';
import { Resources } from './resources';
import { Siblings } from './siblings';
import { Turns } from './turns';
import { VerdictBanner } from './verdict-banner';

/** Takes a snapshot and draws all of it, the verdict first. */
export function Snapshot({ snapshot }: { snapshot: PopupSnapshot }) {
  const { verdict, report, siblings } = snapshot;
  const measured = isMeasured(snapshot);
  return (
    <>
      <VerdictBanner verdict={verdict} report={report} />
      <Notice snapshot={snapshot} />
      <Findings report={report} verdict={verdict} />
      <EarlierFindings report={report} />
      {measured && (
        <Resources resources={report.resources} voiceDetectors={report.voiceDetectors} />
      )}
      {measured && <AudioQueueSection queue={report.audioQueue} />}
      <Siblings siblings={siblings} />
      {measured && (
        <>
          <Endpoints endpoints={report.endpoints} />
          <Turns turns={report.turns} />
          <MainThreadSection mainThread={report.mainThread} />
          <CreationSites report={report} />
        </>
      )}
      <Limits limits={report.limits} />
    </>
  );
}

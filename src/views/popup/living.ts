import { plural } from '../../core/format';
import type { Report } from '../../core/report';
import type { SiblingTab } from '../../protocol/messages';

/** Takes a report and returns what a reload of its page would cut off, in a sentence; empty for nothing. */
export function lostByReload({ resources, audioQueue }: Report): string {
  const { microphoneTrack, cameraTrack, rtcPeerConnection, webSocket, eventSource } = resources;
  const call = microphoneTrack.live + cameraTrack.live + rtcPeerConnection.live > 0;
  const parts = [
    microphoneTrack.live > 0 && 'a microphone',
    cameraTrack.live > 0 && 'a camera',
    rtcPeerConnection.live > 0 && plural(rtcPeerConnection.live, 'peer connection'),
    webSocket.live + eventSource.live > 0 &&
      plural(webSocket.live + eventSource.live, 'connection'),
    audioQueue.playing > 0 && 'sound that plays',
  ].filter((part) => part !== false);
  if (parts.length === 0) return '';
  const last = parts.at(-1);
  const list = parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
  return `The page holds ${list}${call ? ': a call would be cut.' : ', which a reload ends.'}`;
}

/** Which of the other tabs go when all are closed, and which stay: as in the browser's own menu, pinned ones do. */
export function closable(siblings: readonly SiblingTab[]): {
  going: SiblingTab[];
  pinned: number;
  inCall: number;
} {
  const open = siblings.filter((tab) => tab.open);
  return {
    going: open.filter((tab) => !tab.pinned && !tab.inCall),
    pinned: open.filter((tab) => tab.pinned).length,
    inCall: open.filter((tab) => tab.inCall && !tab.pinned).length,
  };
}

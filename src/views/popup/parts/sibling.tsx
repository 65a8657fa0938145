import { plural } from '../../../core/format';
import type { SiblingTab } from '../../../protocol/messages';
import { TONE_WORDS } from '../words';
import { SiblingButtons } from './sibling-buttons';
import { ToneIcon } from './tone-icon';

function holdings({ live }: SiblingTab): string {
  const parts = [
    live.webSocket > 0 && plural(live.webSocket, 'socket'),
    live.vad > 0 && plural(live.vad, 'voice detector'),
    live.microphoneTrack > 0 && plural(live.microphoneTrack, 'microphone track'),
    live.audioContext > 0 && plural(live.audioContext, 'audio context'),
  ].filter((part) => part !== false);
  return parts.length > 0 ? `Holds ${parts.join(', ')}` : 'Holds nothing live';
}

function states({ pinned, audible, inCall }: SiblingTab): string[] {
  return [
    ...(pinned ? ['Pinned'] : []),
    ...(inCall ? ['In a call'] : []),
    ...(audible && !inCall ? ['Plays sound'] : []),
  ];
}

/** The site is the same for all: only what differs is drawn. */
function pathOf(url: string): string {
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '') || url;
}

/** Takes another tab of the origin and draws its title, what it holds, what is wrong with it, and the ways to it. */
export function Sibling({ tab }: { tab: SiblingTab }) {
  const { title, url, active, open } = tab;
  return (
    <li class="sibling">
      <div>
        <p class="sibling-title">
          <bdi>{title || url}</bdi>
        </p>
        {title && (
          <p class="address muted" title={url}>
            {pathOf(url)}
          </p>
        )}
        <p class="muted">
          {states(tab).map((state) => (
            <span key={state} class="tag">
              {state}
            </span>
          ))}
          {open ? holdings(tab) : 'Closed'}
        </p>
        {active.map(({ id, since, severity, title: what }) => (
          <p key={`${id} ${since}`} class={`sibling-finding tone-${severity}`}>
            <ToneIcon tone={severity} />
            <span>
              {TONE_WORDS[severity]}: {what}
            </span>
          </p>
        ))}
      </div>
      {open && <SiblingButtons tab={tab} name={title || url} />}
    </li>
  );
}

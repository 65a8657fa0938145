import { formatCount, formatDuration, formatUtc, NOT_OBSERVED, plural, withSign } from './format';
import { code, prose, table, term } from './markdown-text';
import type { AudioQueue, Report, Turn, VoiceDetector } from './report';

/** Characters these sections may take; see `markdown.ts`. */
const ROOM = { turns: 3_000, detectors: 1_500 } as const;

/** What is out of the ordinary; a page where nothing is has no such lines. */
function unusual(queue: AudioQueue): string[] {
  const { held, heldForMs, unsettledPlays, unsettledForMs } = queue;
  return [
    ...(held > 0
      ? [`- On a context that does not run: ${plural(held, 'piece')}, ${formatDuration(heldForMs)}`]
      : []),
    ...(unsettledPlays > 0
      ? [
          `- Told to play, neither begun nor failed: ${plural(unsettledPlays, 'media element')}, ${formatDuration(unsettledForMs)}`,
        ]
      : []),
  ];
}

export function audioQueue({ audioQueue: queue }: Report): string[] {
  const { pending, playing, played, backlogMs, backlogTrendMsPerS: trend, underruns } = queue;
  const change =
    trend === null ? NOT_OBSERVED : `${withSign(formatDuration(trend), trend)} per second`;
  const missed = underruns
    ? `${plural(underruns.events, 'time')}, ${formatDuration(underruns.ms)} of sound`
    : NOT_OBSERVED;
  return [
    '',
    '## Audio queue',
    '',
    `- Waiting: ${formatCount(pending)}, playing: ${formatCount(playing)}, played: ${formatCount(played)}`,
    `- Time until all that waits has been played: ${formatDuration(backlogMs)}; its change: ${change}`,
    ...unusual(queue),
    `- Deadlines the audio thread missed: ${missed}`,
  ];
}

function detectorCells({ library, confidence, live, created }: VoiceDetector): string[] {
  const certainty = confidence === 'probable' ? 'probable, not counted' : confidence;
  return [term(library), certainty, formatCount(live), formatCount(created)];
}

export function voiceDetectors({ voiceDetectors }: Report): string[] {
  if (voiceDetectors.length === 0) return [];
  const head = ['Library', 'Certainty', 'Live', 'Created'];
  const rows = table(head, voiceDetectors, detectorCells, [ROOM.detectors, 'the detectors']);
  return ['', '## Voice detectors', '', ...rows];
}

/** The turn's number in its own conversation. */
function turnNumber(turn: Turn, all: readonly Turn[]): number {
  const { conversation, profile } = turn;
  const talk = all.filter((one) => one.conversation === conversation && one.profile === profile);
  return talk.indexOf(turn) + 1;
}

function turnCells(turn: Turn, all: readonly Turn[]): string[] {
  const { startedAt, firstResponseMs, firstAudioMs, totalMs, profile, interrupted } = turn;
  return [
    formatCount(turnNumber(turn, all)),
    formatUtc(startedAt),
    ...[firstResponseMs, firstAudioMs, totalMs].map(formatDuration),
    `${code(profile, 40)}${interrupted ? ', cut short' : ''}`,
  ];
}

export function turns({ turns, turnsSummary }: Report): string[] {
  if (turns.length === 0) return [];
  const head = ['Turn', 'Began', 'First response', 'First audio', 'Whole turn', 'Told by'];
  const rows = table(head, turns.toReversed(), (turn: Turn) => turnCells(turn, turns), [
    ROOM.turns,
    'the turns',
  ]);
  const says = turnsSummary === null ? [] : [prose(turnsSummary, 400), ''];
  return ['', '## Turns', '', ...says, ...rows];
}

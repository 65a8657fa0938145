import type { EndpointFact, TypeRun } from '../../protocol/facts';
import type { WireState } from '../state';
import { NO_CONVERSATION, PROFILES } from './index';
import type { WireProfile } from './profile';

/** A run as the profiles name it. */
export const nameOf = ({ out, type }: TypeRun): string => `${out ? 'out' : 'in'} ${type}`;

export const profileById = (id: string | null): WireProfile | undefined =>
  id === NO_CONVERSATION.id ? NO_CONVERSATION : PROFILES.find((profile) => profile.id === id);

/**
 * The protocol of a socket: by its address at once, else from the first message on that only one protocol
 * has. That there is no conversation on it is believed until a conversation's message comes.
 */
export const findProfile = (
  wire: WireState,
  { url }: EndpointFact,
  runs: readonly TypeRun[],
): WireProfile | undefined => {
  const known = profileById(wire.profile);
  if (known && known !== NO_CONVERSATION) return known;
  const names = new Set(runs.map(nameOf));
  const isMarked = ({ marks }: WireProfile): boolean => marks.some((mark) => names.has(mark));
  return (
    PROFILES.find(({ address }) => address?.test(url)) ??
    PROFILES.find(isMarked) ??
    known ??
    (NO_CONVERSATION.address?.test(url) || isMarked(NO_CONVERSATION) ? NO_CONVERSATION : undefined)
  );
};

import { casesOf } from '../case.mjs';
import { MICROPHONE } from './microphone.mjs';
import { PAGE } from './page.mjs';
import { SOCKETS } from './sockets.mjs';
import { SOUND } from './sound.mjs';
import { STORMS } from './storms.mjs';
import { TABS } from './tabs.mjs';
import { TURNS } from './turns.mjs';

/** @type {readonly import('../case.mjs').Case[]} */
export const CASES = [
  ...STORMS,
  ...SOCKETS,
  ...TABS,
  ...SOUND,
  ...MICROPHONE,
  ...TURNS,
  ...PAGE,
].flatMap(casesOf);

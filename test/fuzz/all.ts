import { bridgeProperty } from './properties/bridge';
import { anyShape, forged, honest } from './properties/guards';
import { requests, strangers } from './properties/inbox';
import { markdown, views } from './properties/text';
import { neighbours, plain, repeats, reports } from './properties/worlds';
import type { Fuzzed } from './property';

/** `bridgeCode` is the bridge as one script. */
export const propertiesWith = (bridgeCode: string): readonly Fuzzed[] => [
  forged,
  anyShape,
  honest,
  reports,
  plain,
  neighbours,
  repeats,
  bridgeProperty(bridgeCode),
  strangers,
  requests,
  markdown,
  views,
];

import type { OriginState } from '../origin-state';
import type { Finding, FindingId } from '../report';
import type { TabState, World } from '../state';

export interface DetectorInput {
  tab: TabState;
  /** The open tabs of the same origin, `tab` among them where it is open. */
  sameOrigin: readonly TabState[];
  engine: World['engine'];
  /** What is known of the service workers of its origin, if it has any. */
  left?: OriginState | undefined;
  /** When the machine was last seen without a network. */
  offlineAt?: number | undefined;
  /** Unix milliseconds. */
  now: number;
}

/** What a detector sees right now; beginning and end are kept by the runner. */
export type Detection = Omit<Finding, 'id' | 'since' | 'until' | 'because'>;

export interface Detector {
  id: FindingId;
  /** `null` where the definition is not met. Pure: the same input gives the same answer. */
  detect(input: DetectorInput): Detection | null;
}

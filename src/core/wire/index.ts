import { openLlmVtuber } from './open-llm-vtuber';
import type { WireProfile } from './profile';

/** Every protocol that is known by name. One file each; a new one is a row here and a test. */
export const PROFILES: readonly WireProfile[] = [openLlmVtuber];

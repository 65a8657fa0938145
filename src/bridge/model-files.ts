import { LIMITS } from '../protocol/facts';
import { MODEL_FILES } from '../protocol/vad-rules';

/** How often the list of what the page has loaded, which may be long, is looked through. */
const LOOK_MS = 1000;

let found: string[] = [];
let lookedAt = Number.NEGATIVE_INFINITY;

/** Names of the model files of voice detectors that the page has loaded, without their folders and queries. */
export const modelFiles = (): string[] => {
  if (performance.now() - lookedAt > LOOK_MS) {
    lookedAt = performance.now();
    const names = performance
      .getEntriesByType('resource')
      .map(({ name }) => (name.split(/[?#]/, 1)[0] ?? '').split('/').at(-1) ?? '')
      .filter((name) => MODEL_FILES.test(name))
      .map((name) => name.slice(-LIMITS.file));
    found = [...new Set(names)].slice(0, LIMITS.files);
  }
  return found;
};

import { fileURLToPath } from 'node:url';

/** @param {string} relative */
const here = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const PAGES_DIR = here('pages');
export const VOICE_DIR = here('voice');
export const CLIENT_PAGES_DIR = here('clients/pages');
export const MODULES = here('../../node_modules');
/** What the lab makes lives outside the sources and dies with node_modules. */
export const CACHE = here('../../node_modules/.cache/whylag-lab');

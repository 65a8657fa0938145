import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODULES } from '../lab/paths.mjs';

/** What the browser has itself, and protocols that have no client library here. */
const isPackage = (/** @type {string} */ library) => /^(@[\w-]+\/)?[a-z][\w.-]*$/.test(library);

/**
 * @param {readonly import('./case.mjs').Case[]} cases
 * @returns {Record<string, string>} the version of each library, as its own package tells
 */
export const librariesOf = (cases) =>
  Object.fromEntries(
    [...new Set(cases.map(({ library }) => library))].filter(isPackage).map((library) => {
      const { version } = JSON.parse(readFileSync(join(MODULES, library, 'package.json'), 'utf8'));
      return [library, version];
    }),
  );

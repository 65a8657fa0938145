import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { zipSync } from 'fflate';

/** The earliest time that the format knows, in local parts, since it knows no zones either. */
const when = () => new Date(1980, 0, 1);
/** A plain file that everybody may read: what this machine's says is of this machine. */
const ATTRIBUTES = { os: 3, attrs: 0o100644 << 16 };

/**
 * Names from code unit to code unit: a locale would sort them in another order elsewhere.
 * @param {string} a
 * @param {string} b
 */
const byName = (a, b) => (a < b ? -1 : 1);

/**
 * A folder as a zip file, the same bytes for the same files whenever, wherever and by whomever it is made.
 * @param {string} folder
 * @returns {Uint8Array}
 */
export function zipFolder(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort(byName);
  const files = names.map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]);
  return zipSync(Object.fromEntries(files), { level: 9, mtime: when(), ...ATTRIBUTES });
}

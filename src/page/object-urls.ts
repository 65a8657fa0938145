import { beginEntry, type Entry, move } from './ledger';
import { bare } from './natives';
import { watch } from './wrap';

/** Object URLs that were made and not revoked: each keeps its Blob in memory until the page goes. */
export const watchObjectUrls = (): void => {
  const known = bare<Record<string, Entry>>();
  watch(URL, 'createObjectURL', (url: string) => {
    known[url] = beginEntry('objectUrl', 'live');
  });
  watch(URL, 'revokeObjectURL', (_result, _self, args: unknown[]) => {
    const url = args[0];
    if (typeof url !== 'string') return;
    move(known[url], 'revoked');
    delete known[url];
  });
};

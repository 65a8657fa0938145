import type { Entry, Ledger } from './ledger';
import { bare } from './natives';
import { afterwards, wrapStatic } from './wrap';

/** Object URLs that were made and not revoked: each keeps its Blob in memory until the page goes. */
export const watchObjectUrls = (ledger: Ledger): void => {
  const known = bare<Record<string, Entry>>();
  wrapStatic(
    'URL',
    'createObjectURL',
    afterwards((_self, url) => {
      known[url as string] = ledger.add('objectUrl', 'live');
    }),
  );
  wrapStatic(
    'URL',
    'revokeObjectURL',
    afterwards((_self, _result, args) => {
      const url = args[0] as string;
      const entry = typeof url === 'string' && known[url];
      if (!entry) return;
      ledger.move(entry, 'revoked');
      delete known[url];
    }),
  );
};

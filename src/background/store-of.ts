import { PRIVATE } from '../core/origins';

/** The part of a tab, or of a request, that tells its store; Chromium tells of neither but whether a tab is private. */
export interface InStore {
  incognito?: boolean;
  cookieStoreId?: string;
}

/** Which of the browser's stores it is in: empty for the ordinary one. */
export const storeOf = ({ incognito, cookieStoreId }: InStore): string => {
  if (incognito) return PRIVATE;
  return !cookieStoreId || cookieStoreId === 'firefox-default' ? '' : cookieStoreId;
};

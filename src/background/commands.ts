import type { Tabs } from '../adapters/browser';
import type { World } from '../core/state';
import type { Command, Request, Requests } from '../protocol/messages';
import { closeOthers } from './close-others';
import { createErase } from './history/erase';
import type { createInventory } from './inventory';
import type { Kept } from './kept';
import type { Pages } from './pages';
import { liveTab, unknownTab } from './requests';
import { unregisterWorkers } from './service-workers';

const COMMANDS: readonly Request['type'][] = [
  'pause',
  'unregister-workers',
  'close-others',
  'delete-everything',
  'history-told',
];

export const isCommand = (request: Request): request is Command => COMMANDS.includes(request.type);

interface Parts {
  world: World;
  inventory: Pick<ReturnType<typeof createInventory>, 'read'>;
  /** Pauses the site that a tab shows, or goes on with it; gives its origin. */
  pause(live: Tabs.Tab, paused: boolean): Promise<string>;
  pages: Pick<Pages, 'full'>;
  kept: Pick<Kept, 'history' | 'clearSession'>;
}

/** Does what a person has clicked. Rejects with a sentence where it is not possible. */
export const createCommands = ({ world, inventory, pause, pages, kept }: Parts) => {
  const erase = createErase({ world, kept, pages });
  return async (command: Command): Promise<Requests[Command['type']]['reply']> => {
    if (command.type === 'delete-everything') return erase();
    if (command.type === 'history-told') return kept.history.health.told();
    const live = await liveTab(command.tabId);
    if (!live && !world.tabs[command.tabId]) throw unknownTab(command.tabId);
    if (command.type === 'unregister-workers')
      return unregisterWorkers(live, world.tabs[command.tabId], inventory);
    if (!live) throw new Error('This tab is closed.');
    return command.type === 'pause'
      ? pause(live, command.paused)
      : closeOthers(world, live, command.tabIds);
  };
};

import type { World } from '../core/state';
import type { Command, Request, Requests } from '../protocol/messages';
import { closeOthers } from './close-others';
import { createErase } from './history/erase';
import type { createInventory } from './inventory';
import type { Kept } from './kept';
import type { Pages } from './pages';
import type { Pausing } from './pausing';
import { liveTab, unknownTab } from './requests';
import { unregisterWorkers } from './service-workers';

const COMMANDS: readonly Request['type'][] = [
  'pause',
  'pause-listed',
  'observe-only',
  'unregister-workers',
  'close-others',
  'delete-everything',
  'history-told',
];

export const isCommand = (request: Request): request is Command => COMMANDS.includes(request.type);

interface Parts {
  world: World;
  inventory: Pick<ReturnType<typeof createInventory>, 'read'>;
  pause: Pausing;
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
    if (command.type === 'pause') return pause.site(live, command.paused);
    if (command.type === 'pause-listed')
      return pause.listed(command.origin, command.paused, live.incognito);
    if (command.type === 'observe-only') return pause.only(live, command.only);
    return closeOthers(world, live, command.tabIds);
  };
};

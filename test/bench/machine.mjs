import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { withArms } from './drive/arms.mjs';

/** @param {string[]} args */
const git = (...args) => {
  try {
    return execFileSync('git', args, { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
};

/** What the numbers belong to, but for the browsers: they mean nothing without it. */
export function describeHost() {
  const processors = cpus();
  const changed = git('status', '--porcelain', '--', 'src', 'manifest.json', 'vite.config.ts');
  return {
    processor: `${processors[0]?.model.trim()}, ${processors.length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${type()} ${release()}, Node ${process.version}`,
    date: new Date().toISOString().slice(0, 10),
    commit: `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`,
  };
}

/** @param {import('./drive/arms.mjs').BrowserKind[]} kinds */
export async function describeMachine(kinds) {
  const browsers = [];
  for (const kind of kinds) {
    browsers.push(await withArms(kind, ['native'], async ([arm]) => arm?.browser.version()));
  }
  return { ...describeHost(), browsers: browsers.join(', ') };
}

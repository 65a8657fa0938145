/*
 * Where things were created, in the words of the page's sources. Only when a person asks for it:
 *
 * 1. the scripts that the stacks of a report name are fetched from the page's servers, each with its map;
 * 2. every stack is resolved with what came;
 * 3. the result is kept while the background runs and put into each report of the tab.
 *
 * Scripts and maps are let go at once.
 */
import { openSourceMap } from '../../adapters/source-map';
import type { Report, Site } from '../../core/report';
import type { SourcesReply } from '../../protocol/messages';
import { type FetchedText, Unreadable } from './fetch-text';
import { inlineText, mapAddress } from './map-address';
import { mayAsk } from './may-ask';
import { type MappedScript, resolveStack } from './resolve-stack';
import { frameOf } from './stack-frame';

/** A page has a few bundles; those that created most come first. */
const SCRIPTS = 12;
/** Nobody waits longer than this for a line number. */
const DEADLINE_MS = 25_000;
const TABS = 20;

const sitesOf = ({ creationSites, findings }: Report): Site[] => [
  ...findings.flatMap(({ sites }) => sites),
  ...creationSites,
];

const scriptsOf = (stacks: readonly string[]): string[] => {
  const frames = stacks.flatMap((stack) =>
    stack.split('\n').flatMap((line) => frameOf(line) ?? []),
  );
  return [...new Set(frames.map(({ url }) => url))];
};

export interface Sources {
  /** Fetches and resolves what the tab's report names; `pages` are the addresses of its documents. */
  resolve(report: Report, pages: readonly string[]): Promise<SourcesReply>;
  /** The report with what was resolved. */
  into(report: Report): Report;
}

export const createSources = (
  get: (url: string) => Promise<FetchedText>,
  now: () => number,
): Sources => {
  const known = new Map<number, Map<string, string>>();

  const load = async (url: string, pages: readonly string[]): Promise<MappedScript> => {
    if (!mayAsk(url, pages)) throw new Unreadable('is none of the page’s own servers’');
    const script = await get(url);
    const address = mapAddress(url, script.text, script.map);
    if (address === null) throw new Unreadable('names no source map');
    const inline = address.startsWith('data:');
    if (!inline && !mayAsk(address, pages))
      throw new Unreadable('names a source map that is none of the page’s own servers’');
    const text = inline
      ? inlineText(address)
      : await get(address).then(
          (fetched) => fetched.text,
          (error: Error) => {
            throw new Unreadable(`has a source map that ${error.message}`);
          },
        );
    const map = text === null ? null : openSourceMap(text);
    if (!map) throw new Unreadable('has a source map that cannot be read');
    return { text: script.text, map };
  };

  return {
    async resolve(report, pages) {
      const stacks = [...new Set(sitesOf(report).map(({ stack }) => stack))];
      const urls = scriptsOf(stacks);
      const scripts = new Map<string, MappedScript>();
      const problems: SourcesReply['problems'] = [];
      const deadline = now() + DEADLINE_MS;
      for (const [i, url] of urls.entries()) {
        try {
          if (i >= SCRIPTS || now() > deadline) throw new Unreadable('was left out: too many');
          scripts.set(url, await load(url, pages));
        } catch (error) {
          const reason = error instanceof Unreadable ? error.message : 'cannot be read';
          problems.push({ script: url, reason });
        }
      }
      const resolved = new Map<string, string>();
      for (const stack of stacks) {
        const text = resolveStack(stack, scripts);
        if (text !== null) resolved.set(stack, text);
      }
      known.delete(report.tab.tabId);
      known.set(report.tab.tabId, resolved);
      if (known.size > TABS) known.delete(known.keys().next().value as number);
      return { resolved: resolved.size, stacks: stacks.length, problems };
    },
    into(report) {
      const texts = known.get(report.tab.tabId);
      if (!texts?.size) return report;
      const told = <S extends Site>(site: S): S => {
        const resolved = texts.get(site.stack);
        return resolved === undefined ? site : { ...site, resolved };
      };
      return {
        ...report,
        creationSites: report.creationSites.map(told),
        findings: report.findings.map((one) => ({ ...one, sites: one.sites.map(told) })),
      };
    },
  };
};

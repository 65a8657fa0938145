import type { Site } from '../../../core/report';

/** Takes a place of creation and draws its stack: in the words of the sources, the page's own behind it. */
export function Stack({ stack, resolved }: Pick<Site, 'stack' | 'resolved'>) {
  if (resolved === undefined) return <pre>{stack || 'The page hides its stacks.'}</pre>;
  return (
    <>
      <pre>{resolved}</pre>
      <details class="as-run">
        <summary>As the browser runs it</summary>
        <pre>{stack}</pre>
      </details>
    </>
  );
}

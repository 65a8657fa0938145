import { bad, httpUrl, tell, way } from './kit.js';

if (way === 'pool') {
  // A host's connections are six over all tabs of HTTP/1.1, and each event source keeps one.
  const query = new URLSearchParams(location.search);
  const streams = Number(query.get('streams'));
  const server = query.get('server') ?? location.origin;
  const tab = query.get('tab');
  const sources = Array.from(
    { length: streams },
    (_, n) => new EventSource(`${server}/sse/${tab}-${n}`),
  );
  tell({ held: () => ({ eventSource: { created: sources.length } }) });
} else if (bad) {
  // It does by hand, and at once, what the browser would do after some seconds.
  const open = () => {
    const source = new EventSource(httpUrl('/sse/news'));
    source.onerror = () => {
      source.close();
      open();
    };
  };
  open();
} else {
  new EventSource(httpUrl('/sse/news'));
}

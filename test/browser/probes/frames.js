// @ts-nocheck: runs in a page and looks at it the way a page would.
/*
 * Frames of every kind: what their globals own, and whether their constructors work, at once and after
 * the document has come.
 */
probe(async (put, kit) => {
  const { look, use } = lookInto(put, kit);
  const there = kit.ws('/echo');
  const within = async (label, attributes, sync = true) => {
    const frame = document.createElement('iframe');
    for (const [key, value] of Object.entries(attributes)) frame.setAttribute(key, value);
    const loaded = kit.event(frame, 'load');
    document.body.append(frame);
    if (sync) {
      look(`${label}, at once`, frame.contentWindow);
      use(`${label}, at once`, frame.contentWindow);
    }
    const first = frame.contentWindow.WebSocket;
    put(`${label}: load`, (await loaded).type ?? 'never');
    put(`${label}: the same window`, first === frame.contentWindow.WebSocket);
    look(`${label}, loaded`, frame.contentWindow);
    use(`${label}, loaded`, frame.contentWindow);
    return frame;
  };

  look('top', window);
  await within('blank', {});
  await within('about:blank', { src: 'about:blank' });
  await within('srcdoc', { srcdoc: '<p>hello</p>' });
  await within('document', { src: '/blank' });
  const blob = URL.createObjectURL(new Blob(['<p>hello'], { type: 'text/html' }));
  await within('blob', { src: blob });
  await within('javascript', { src: 'javascript:"<p>hello</p>"' });
  await within('sandboxed without scripts', { sandbox: 'allow-same-origin', src: '/blank' });
  await within('sandboxed srcdoc without scripts', {
    sandbox: 'allow-same-origin',
    srcdoc: '<p>x',
  });
  await within('sandboxed with scripts', {
    sandbox: 'allow-same-origin allow-scripts',
    src: '/blank',
  });

  // Those that this page may not look into tell by themselves.
  const speak = `<script>
    const { getOwnPropertyNames: names } = Object;
    const text = (f) => { try { return String(f()); } catch (e) { return e.name + ': ' + e.message; } };
    parent.postMessage(JSON.stringify([
      names(window).filter((k) => !/^\\d+$/.test(k)).sort().join(), names(document).join(), document.documentElement.outerHTML.length,
      text(() => WebSocket), text(() => new WebSocket('${there}').readyState), text(() => new Audio().outerHTML), text(() => new WebSocket('http://[bad')),
      location.protocol, origin,
    ]), '*');
  </script>`;
  const told = async (label, attributes) => {
    const heard = kit.event(window, 'message');
    const frame = await kit.frame(attributes);
    const { data } = await heard;
    put(`${label}: tells`, data);
    frame.remove();
  };
  await told('data', { src: `data:text/html,${encodeURIComponent(speak)}` });
  await told('sandboxed srcdoc', { sandbox: 'allow-scripts', srcdoc: speak });
  await told('sandboxed data', {
    sandbox: 'allow-scripts',
    src: `data:text/html,${encodeURIComponent(speak)}`,
  });
  await told('sandboxed blob', {
    sandbox: 'allow-scripts',
    src: URL.createObjectURL(new Blob([speak], { type: 'text/html' })),
  });
  for (const attributes of [
    { sandbox: '', src: '/blank' },
    { sandbox: '', srcdoc: speak },
    { sandbox: '', src: `data:text/html,${speak}` },
  ])
    (await kit.frame(attributes)).remove();
});

import { describe, expect, test } from 'vitest';
import { inlineText, mapAddress } from '../../../src/background/sources/map-address';
import { mayAsk } from '../../../src/background/sources/may-ask';

describe('which servers are asked', () => {
  const PAGE = ['https://app.example/room?x'];
  test.each([
    ['the page’s own', 'https://app.example/a.js', PAGE],
    ['a public one that it loads from', 'https://cdn.example/a.js', PAGE],
    ['its own, not over TLS', 'http://app.example/a.js', ['http://app.example/']],
    ['this machine, for a page of it', 'http://localhost:5173/a.js', ['http://127.0.0.1:3000/']],
    ['its own on the network here', 'http://192.168.1.5/a.js', ['http://192.168.1.5/']],
    ['its own of the network here, by name', 'http://box/a.js', ['http://box/']],
    ['a public one for a page of this machine', 'https://cdn.example/a.js', ['http://localhost/']],
    ['a public IPv6 address', 'https://[2606:4700::1]/a.js', PAGE],
    ['a frame’s own', 'http://10.0.0.1/a.js', [...PAGE, 'http://10.0.0.1/frame']],
  ])('%s is', (_name, url, pages) => expect(mayAsk(url, pages)).toBe(true));

  test.each([
    ...['http://localhost/', 'https://localhost:8443/', 'http://127.0.0.1/', 'http://2130706433/'],
    ...['http://0.0.0.0/', 'http://10.1.2.3/', 'http://172.16.0.1/', 'http://192.168.0.1/admin'],
    ...['http://169.254.169.254/latest/meta-data', 'http://100.64.0.1/', 'http://router/'],
    ...['http://nas.local/', 'http://a.internal/', 'http://x.localhost/', 'http://localhost./'],
    ...['http://[::1]/', 'http://[fd00::1]/', 'http://[fe80::1]/', 'http://[::ffff:7f00:1]/'],
    ...['http://cdn.example/a.js', 'https://me:pw@app.example/a.js'],
    ...['file:///etc/passwd', 'javascript:alert(1)', 'data:text/plain,x', 'chrome://version'],
    ...['ftp://app.example/a', 'https://', 'nonsense', ''],
  ])('%s is not, for a page of the web', (url) => expect(mayAsk(url, PAGE)).toBe(false));

  test('for a page without an address nobody is', () => {
    expect(mayAsk('https://app.example/a.js', ['about:blank', 'data:text/html,x', ''])).toBe(false);
  });
});

describe('where the map is', () => {
  const SCRIPT = 'https://a.b/js/app.js';
  const at = (text: string, header: string | null = null) => mapAddress(SCRIPT, text, header);
  test.each([
    ['f();\n//# sourceMappingURL=app.js.map', 'https://a.b/js/app.js.map'],
    ['f();\n//# sourceMappingURL=app.js.map\n\n', 'https://a.b/js/app.js.map'],
    ['f();\n//@ sourceMappingURL=/m/app.map', 'https://a.b/m/app.map'],
    ['f();/*# sourceMappingURL=app.map*/', 'https://a.b/js/app.map'],
    ['//# sourceMappingURL=old.map\nf();\n//# sourceMappingURL=new.map', 'https://a.b/js/new.map'],
    ['//# sourceMappingURL=app.map\nf("sourceMappingURL=other.map")', 'https://a.b/js/app.map'],
    ['//# sourceMappingURL=https://c.d/x.map', 'https://c.d/x.map'],
    ['//# sourceMappingURL=data:application/json,{}', 'data:application/json,{}'],
    ['f("sourceMappingURL=app.map")', null],
    ['sourceMappingURL=app.map', null],
    ['//# sourceMappingURL=', null],
    ['//# sourceMappingURL=https://[/', null],
    ['f();', null],
    ['', null],
  ])('%j', (text, address) => expect(at(text)).toBe(address));

  test('what the server says goes before what the script says', () => {
    expect(at('//# sourceMappingURL=a.map', 'b.map')).toBe('https://a.b/js/b.map');
    expect(at('f();', ' /b.map ')).toBe('https://a.b/b.map');
  });

  test.each([
    ['data:application/json;charset=utf-8;base64,eyJhIjoiw6kifQ==', '{"a":"é"}'],
    ['data:application/json,%7B%7D', '{}'],
    ['data:application/json;base64,***', null],
    ['data:application/json,%', null],
    ['data:application/json', null],
  ])('%s', (address, text) => expect(inlineText(address)).toBe(text));
});

import { render } from 'preact';
import { browser } from '../../adapters/browser';
import { App } from './app';
import { createPopupStore } from './store';

// Automation reads reports from here: in Chrome the promise-based name is not there by itself.
const scope = globalThis as { browser?: unknown };
scope.browser ??= browser;

// The toolbar popup has the width the browser gives it; opened as a page it is a column of its own.
if (new URLSearchParams(location.search).has('tabId'))
  document.documentElement.classList.add('page');

const store = createPopupStore(location.search);
const root = document.getElementById('app');
if (root) render(<App store={store} />, root);
void store.start();

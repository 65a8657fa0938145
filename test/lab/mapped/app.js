import { connectEverything } from './connection.js';

/** @param {AudioContext} context */
function startListening(context) {
  const gain = context.createGain();
  gain.connect(context.destination);
  return gain;
}

const address = location.origin.replace('http', 'ws');
const contexts = [new AudioContext()];
const app = {
  clients: connectEverything([`${address}/never`]),
  gains: contexts.map(startListening),
};
Object.assign(globalThis, { app });

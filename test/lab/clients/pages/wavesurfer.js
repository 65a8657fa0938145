import { play } from './scenario.js';
play(async () => {});

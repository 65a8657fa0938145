import { defineConfig } from 'vitest/config';

/** `npm run floods`: the floods of `floods.test.ts` as they are meant, which takes a quarter of an hour. */
export default defineConfig({
  test: {
    include: ['test/browser/floods.test.ts'],
    env: { WHYLAG_FLOODS: 'long' },
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});

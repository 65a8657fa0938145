import { defineConfig } from 'vitest/config';

/** The built extension in real browsers: one file at a time, a browser each; two cores carry no more. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});

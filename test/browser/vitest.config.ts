import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Opens many pages in both browsers, whose timers tell something only while they are not very late: alone. */
const ALONE = 'test/browser/faults.test.ts';

/** The longest of the others, first: nobody waits for one of them at the end. */
const LONGEST = ['invisible', 'clients', 'cost', 'blocked', 'voice', 'service-workers'];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = LONGEST.indexOf(basename(moduleId, '.test.ts'));
  return rank < 0 ? LONGEST.length : rank;
};

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

const PATIENT = { testTimeout: 120_000, hookTimeout: 120_000 };

/** The built extension in real browsers. Most of it is waiting: two files at a time are what two cores carry. */
export default defineConfig({
  test: {
    reporters: ['verbose'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'lab',
          include: [ALONE],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          ...PATIENT,
        },
      },
      {
        test: {
          name: 'browsers',
          include: ['test/browser/**/*.test.ts'],
          exclude: [ALONE],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          ...PATIENT,
        },
      },
    ],
  },
});

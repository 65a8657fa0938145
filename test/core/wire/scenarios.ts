import { expect, test } from 'vitest';
import { brief, hear, type Message, type Page } from './conversation';

export type Scenario = [
  name: string,
  messages: Message[],
  turns: (number | null | string)[][],
  page?: Page,
];

/** Each scenario message by message, as the page gathers them, and as a busy page does. */
export const tellsTurns = (
  profile: string,
  scenarios: readonly Scenario[],
  page: Page = {},
): void => {
  test.each(scenarios)('%s', (_name, messages, turns, own) => {
    for (const gather of [0, 250, 400]) {
      const heard = hear(messages, { ...page, ...own, gather });
      expect(heard.turns.map(brief), `gathered for ${gather} ms`).toEqual(turns);
      expect(new Set(heard.turns.map((turn) => turn.profile))).toEqual(
        new Set(turns.length ? [profile] : []),
      );
    }
  });
};

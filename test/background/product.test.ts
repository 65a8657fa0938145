import { expect, test } from 'vitest';
import { productOf } from '../../src/background/product';

const brands = (...names: string[]) => names.map((brand, i) => ({ brand, version: `${i}.1.2.3` }));

test.each([
  [['Not;A=Brand', 'Chromium'], 'Chromium'],
  [['Chromium', 'Not_A Brand', 'Google Chrome'], 'Google Chrome'],
  [['Microsoft Edge', 'Not?A_Brand', 'Chromium'], 'Microsoft Edge'],
  [['Not/A)Brand'], undefined],
  [[], undefined],
])('%j is %s', (names, product) => {
  expect(productOf(brands(...names))?.brand).toBe(product);
});

import { expect, test, vi } from 'vitest';
import { createClock } from '../../src/background/clock';

const HOUR = 3_600_000;

const machine = ({ beats = true } = {}) => {
  const shown = { wall: 1_700_000_000_000, steady: 5000 };
  const jumped = vi.fn();
  const clock = createClock(jumped, () => beats, {
    wall: () => shown.wall,
    steady: () => shown.steady,
  });
  const pass = (wall: number, steady = wall): number => {
    shown.wall += wall;
    shown.steady += steady;
    return clock();
  };
  return { pass, jumped, clock, shown };
};

test('silent: time passes, and small steps are taken', () => {
  const { pass, jumped, clock, shown } = machine();
  for (const ms of [0, 1, 250, 1000, 30_000]) expect(pass(ms)).toBe(shown.wall);
  pass(1400, 1000);
  pass(600, 1000);
  expect(jumped).not.toHaveBeenCalled();
  expect(clock.jump()).toBeNull();
});

test('it is set back, or ahead: told before anybody gets the new time, once', () => {
  const { pass, jumped, clock, shown } = machine();
  pass(1000);
  const now = pass(1000 - HOUR, 1000);
  expect(jumped.mock.calls).toEqual([[{ at: now, by: -HOUR }]]);
  pass(1000 + HOUR, 1000);
  expect(jumped).toHaveBeenCalledTimes(2);
  pass(1000);
  expect(jumped).toHaveBeenCalledTimes(2);
  expect(clock.jump()).toEqual({ at: shown.wall - 1000, by: HOUR });
});

test('the machine slept while its steady clock went on: a beat that comes an hour late tells it', () => {
  const { pass, jumped } = machine();
  pass(1000);
  const now = pass(HOUR);
  expect(jumped.mock.calls).toEqual([[{ at: now, by: HOUR }]]);
});

test('silent: where nobody beats, an hour is an hour', () => {
  const { pass, jumped } = machine({ beats: false });
  pass(HOUR);
  expect(jumped).not.toHaveBeenCalled();
});

test('it was set back while nobody was here', () => {
  const { clock, jumped, shown } = machine();
  clock.wentBack(shown.wall + HOUR);
  expect(jumped.mock.calls).toEqual([[{ at: shown.wall, by: -HOUR }]]);
  clock.wentBack(shown.wall + 500);
  expect(jumped).toHaveBeenCalledTimes(1);
});

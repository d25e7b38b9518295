import { expect, test } from 'vitest';
import { Rounds } from '../../../src/ui/blocks/rounds';

/** Glances every 250 ms for some seconds at things whose looks cost so many milliseconds; who was looked at when. */
async function watch(costs: Readonly<Record<string, number>>, seconds: number, wants = (_: string) => true) {
  const rounds = new Rounds(0);
  const looks: [name: string, at: number][] = [];
  let now = 0;
  for (const [name, cost] of Object.entries(costs))
    rounds.add({
      wants: () => wants(name),
      look: async () => {
        looks.push([name, now]);
        return cost;
      },
    });
  for (; now < 1000 * seconds; now += 250) await rounds.glance(() => now);
  return looks;
}

test('the small pictures take turns, and each is looked at once a second at most', async () => {
  const looks = await watch({ A: 1, B: 1 }, 5);
  expect(looks.map(([name]) => name).join('')).toMatch(/^(AB)+A?$/);
  for (const own of ['A', 'B']) {
    const times = looks.filter(([name]) => name === own).map(([, at]) => at);
    for (const [i, at] of times.slice(1).entries()) expect(at - (times[i] ?? 0)).toBeGreaterThanOrEqual(1000);
  }
});

test('training waits for them less than a hundredth of the time, however long a look takes', async () => {
  for (const cost of [0.5, 8, 40]) {
    const looks = await watch({ A: cost, B: cost, C: cost }, 100);
    expect(looks.length).toBeGreaterThan(1);
    // The rest after the last look may lie beyond the end.
    expect(((looks.length - 1) * cost) / 100_000).toBeLessThan(0.01);
  }
});

test('what is out of sight or has nothing new is passed over, and one look is open at a time', async () => {
  expect(await watch({ A: 1 }, 5, () => false)).toEqual([]);
  const looks = await watch({ A: 1, B: 1 }, 5, name => name === 'B');
  expect(new Set(looks.map(([name]) => name))).toEqual(new Set(['B']));
  const rounds = new Rounds(-1000);
  let begun = 0;
  rounds.add({
    wants: () => true,
    look: () => {
      begun++;
      return new Promise(() => {});
    },
  });
  void rounds.glance(() => 0);
  void rounds.glance(() => 9000);
  expect(begun).toBe(1);
});

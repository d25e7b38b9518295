import { describe, expect, it } from 'vitest';
import { IGNORED, isScored } from '../../src/scored';
import { countAnswers, playedSequences } from '../../src/tasks/play';
import { openTask, tasks } from '../../src/tasks/registry';
import { materials } from './materials';

describe.each(tasks.map(task => [task.name, task] as const))('%s', (name, { protocol }) => {
  it('has the protocol that its scored positions require', async () => {
    const task = await openTask({ name }, 3, materials);
    const { tokens, targets } = task.batch('validation', 0, 4);
    const L = task.length;
    const others = Array.from(targets.keys()).filter(i => (i + 1) % L !== 0 && targets[i] !== tokens[i + 1]);
    const scoredOthers = others.filter(i => targets[i] !== IGNORED);
    const everywhere = targets.every(
      (target, i) => isScored(target) && ((i + 1) % L === 0 || target === tokens[i + 1]),
    );
    if (protocol !== 'continues') return;
    expect(everywhere).toBe(true);
    expect(scoredOthers).toEqual([]);
  });
});

const asking = tasks.filter(({ protocol }) => protocol === 'answers');

describe.each(asking.map(({ name }) => name))('%s', name => {
  it('is played with the inputs and the answers of its validation batches', async () => {
    const task = await openTask({ name }, 3, materials);
    const L = task.length;
    const batch = task.batch('validation', 0, 5);
    const played = playedSequences(task, 1, 3);
    expect(played.map(({ index }) => index)).toEqual([1, 2, 3]);
    for (const { index, tokens, targets, first } of played) {
      const own = batch.targets.slice(index * L, (index + 1) * L);
      expect(tokens).toEqual(batch.tokens.slice(index * L, index * L + tokens.length));
      expect(targets).toEqual(own.slice(0, tokens.length));
      expect(countAnswers({ targets })).toBe(own.filter(target => isScored(target)).length);
      expect(targets.at(-1), 'ends where the task ends').not.toBe(IGNORED);
      expect(targets.findIndex(target => isScored(target))).toBe(first);
    }
  });
});

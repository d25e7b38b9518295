import { expect, test } from 'vitest';
import { openTask } from '../../src/tasks/registry';
import { tasksOfSize } from '../../src/ui/branch/tasks_of_size';
import { materials } from '../support/driven_session';

test('tasks of one size of vocabulary are those that open with it, by another vocabulary where they have the choice', async () => {
  const found = await tasksOfSize(10, materials);
  const names = found.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['selective_copying', 'copying', 'induction_heads']));
  expect(names).not.toContain('parity');
  for (const config of found) expect((await openTask(config, 1, materials)).vocabulary.size, config.name).toBe(10);
});

test('a size that only one text has gives that text alone', async () => {
  const { vocabulary } = await openTask({ name: 'text' }, 1, materials);
  expect((await tasksOfSize(vocabulary.size, materials)).map(({ name }) => name)).toContain('text');
  expect(await tasksOfSize(65_000, materials)).toEqual([]);
});

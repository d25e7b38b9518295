import { expect, test } from 'vitest';
import { findTask, openTask, tasks } from '../../src/tasks/registry';
import { TaskError } from '../../src/tasks/task';
import { materials } from './materials';
import { solvers } from './solvers';

test('an unknown task is refused with the names of the known ones', async () => {
  expect(() => findTask('sorting')).toThrow(TaskError);
  expect(() => findTask('sorting')).toThrow(/'sorting'.*text, selective_copying, induction_heads, repeated_tokens/);
  await expect(openTask({ name: 'sorting' }, 1, materials)).rejects.toThrow(TaskError);
});

test('names are unique and can stand in an address', () => {
  const names = tasks.map(task => task.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
});

test('every task says in two sentences what it is, and where it comes from', () => {
  for (const { summary, citations } of tasks) {
    expect(summary.match(/[.:?;] |[.]$/g)?.length).toBeGreaterThanOrEqual(2);
    expect(citations.length).toBeGreaterThan(0);
  }
});

test('every task measured by accuracy has a solver in these tests', () => {
  const measured = tasks.filter(task => task.measure === 'accuracy').map(task => task.name);
  expect(Object.keys(solvers).sort()).toEqual(measured.sort());
});

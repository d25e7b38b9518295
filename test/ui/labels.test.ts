import { expect, test } from 'vitest';
import { experiments } from '../../src/lab/experiments/registry';
import { mixers } from '../../src/models/registry';
import { tasks } from '../../src/tasks/registry';

const fields = [...mixers, ...tasks, ...experiments].flatMap(({ name, fields }) =>
  fields.map(({ label, unit }) => ({ of: name, label, unit })),
);
const columns = experiments.flatMap(({ name, columns }) =>
  columns.map(({ title, unit }) => ({ of: name, label: title, unit })),
);

test('the unit of a field or column is not its label', () => {
  expect(fields.length).toBeGreaterThan(30);
  expect(columns.length).toBeGreaterThan(30);
  const doubled = [...fields, ...columns].filter(({ label, unit }) => unit?.toLowerCase() === label.toLowerCase());
  expect(doubled).toEqual([]);
});

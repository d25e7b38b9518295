import { expect, test } from 'vitest';
import { trainingConfig } from '../../../src/lab/config/config';
import { mainTrainingFields, moreTrainingFields } from '../../../src/lab/config/training_fields';

test('the page has a field for each training setting except eps and branches, and the schema accepts what a field accepts', () => {
  const fields = [...mainTrainingFields, ...moreTrainingFields];
  const keys = fields.map(({ key }) => (key.startsWith('beta') ? 'betas' : key)).filter(key => key !== 'clip');
  expect([...new Set(keys), 'branches', 'eps'].sort()).toEqual(Object.keys(trainingConfig.shape).sort());
  for (const field of fields) {
    if (!('min' in field) || field.key.startsWith('beta')) continue;
    for (const value of [field.min, field.max])
      expect(trainingConfig.parse({ [field.key]: value }), field.key).toMatchObject({ [field.key]: value });
    expect(trainingConfig.safeParse({ [field.key]: field.max * 2 }).success, field.key).toBe(false);
  }
});

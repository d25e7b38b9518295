import { expect, it } from 'vitest';
import { TwinBackend } from '../../src/gpu/backends/twin/twin';
import { recordAll } from '../../src/lab/race/training_size';
import { ModelError } from '../../src/models/mixer';
import { defineModel } from '../../src/models/model';

it('S4D by FFT is refused by name beyond its longest sequence; by recurrence it is recorded', () => {
  const record = (form: string) => {
    const model = defineModel({ vocab_size: 3, d_model: 1, blocks: [{ mixer: 's4d', d_state: 2, form }] });
    return () => recordAll(new TwinBackend(), [{ name: 'A', model }], { B: 1, L: 300_000 });
  };
  expect(record('fft')).toThrow(ModelError);
  expect(record('fft')).toThrow(/at most 262,144 tokens, not 300,000; choose the form 'recurrence'/);
  expect(record('recurrence')).not.toThrow();
});

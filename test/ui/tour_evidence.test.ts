import { describe, expect, test } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import type { Row } from '../../src/lab/experiments/experiment';
import { byName, type Evidence } from '../../src/ui/tour/evidence';
import { setupWords } from '../../src/ui/tour/setup';
import type { TourStep } from '../../src/ui/tour/step';
import { steps } from '../../src/ui/tour/steps';

const named = steps.map(step => [step.title, step] as const);
const figures = [
  'accuracy',
  'loss',
  'milliseconds',
  'bytes',
  'gradient',
  'relative',
  'flops',
  'error',
  'later_loss',
  'later_accuracy',
  'induction',
];
/** Figures that no run gives. */
const known = /Guessing gives \d+\.\d %|Equal chances of 256 values give 5\.55 nats/g;

describe('what was found, from other rows than today’s', () => {
  test.each(named)('%s: rows without a number give no number, and say why', (_, step) => {
    const text = foundOf(step, row => ({ ...without(row), status: 'diverged' }));
    expect(text).toMatch(/no factor|no time|no figure|cannot tell|no loss/);
    expect(text.replace(known, '')).not.toMatch(/\d ms|interval|±\s*\d|nats|%|ahead of all|shows? no|grows/);
  });

  test.each(named)('%s: no rows at all are no error', (_, { found }) => {
    const empty = found.evidence.map(run => ({ ...run, rows: [] }));
    expect(found.text(byName(empty))).not.toMatch(/undefined|NaN|Infinity|null/);
    for (const run of empty) expect(setupWords(run)).not.toMatch(/undefined|NaN|Infinity|null/);
  });

  test.each(named)('%s: half of its rows, or one of them, are no error', (_, step) => {
    for (const keep of [(i: number) => i % 2 === 0, (i: number) => i === 0]) {
      const rows = step.found.evidence.map(run => ({ ...run, rows: run.rows.filter((__, i) => keep(i)) }));
      expect(step.found.text(byName(rows))).not.toMatch(/undefined|NaN|Infinity|null/);
    }
  });

  test.each(named)('%s: each contender of the evidence is named', (_, step) => {
    const renamed = foundOf(step, row => ({ ...row, contender: `${row.contender} again` }));
    for (const { rows } of step.found.evidence)
      for (const { contender } of rows) if (contender !== undefined) expect(renamed).toContain(`${contender} again`);
  });

  test('a recurrent network: the factor, its points, and what training changed', () => {
    const step = stepOf('vanishing-gradients');
    const fading = (rate: (steps: number) => number, most = 64) =>
      foundOf(step, row =>
        Number(row.distance) > most
          ? { ...row, gradient: null, status: 'too small for float32' }
          : { ...row, status: 'measured', gradient: rate(Number(row.steps)) ** Number(row.distance) },
      );
    expect(fading(steps => (steps === 0 ? 0.5 : 0.5))).toMatch(
      /0\.500 ± < 0\.001 \(7 points\) after 200 steps: these points show no change/,
    );
    expect(fading(steps => (steps === 0 ? 0.9 : 0.5))).toContain('it fades faster');
    expect(fading(steps => (steps === 0 ? 0.9 : 0.5), 4)).toContain('too few points to tell (3; 5 are needed) before');
  });

  test('a convolution: the one that guesses, and the step from which no letter is wrong', () => {
    const step = stepOf('two-windows');
    const swapped = foundOf(step, row => ({ ...row, contender: row.contender === 'Sees 22' ? 'Sees 64' : 'Sees 22' }));
    expect(swapped).toMatch(/“Sees 64” said 7\.7 % .*?guessing\. “Sees 22” said 100\.0 % .*?from step 50 on/);
    expect(foundOf(step, row => ({ ...row, accuracy: 0.01 }))).toContain(': worse than guessing');
    expect(foundOf(step, row => ({ ...row, accuracy: 0.9 }))).not.toMatch(/guessing,|from step/);
  });

  test('attention: growth that the times do not show is not claimed', () => {
    const step = stepOf('cost-of-attention');
    const costing = (power: number) =>
      foundOf(step, row => ({ ...row, milliseconds: 0.001 * Number(row.position) ** power }));
    expect(costing(0.5)).toMatch(
      /Attention: 0\.0160 ms at token 256 .* time grows: exponent 0\.50 .* LSTM: .* time grows/,
    );
    expect(costing(-0.5)).toMatch(/Attention: .* falls: .* LSTM: .* falls:/);
    expect(costing(0.02)).toMatch(/Attention: .* hardly changes: .* LSTM: .* hardly changes:/);
    const unsteady = foundOf(step, row => ({
      ...row,
      milliseconds: [512, 2048].includes(Number(row.position)) ? 1.3 : 1,
    }));
    expect(unsteady).toMatch(/Attention: .* shows no growth: .* LSTM: .* shows no growth:/);
    const short = foundOf(step, row =>
      Number(row.position) > 1000 ? { ...without(row), status: 'out of memory' } : row,
    );
    expect(short).toContain('from token 1,024 on out of memory');
    expect(short).toContain('may grow or not: too few points to tell (2; 5 are needed)');
  });

  test('one system: two functions are not called one', () => {
    const step = stepOf('one-system');
    const apart = foundOf(step, row =>
      row.contender === 'Recurrence' ? { ...row, loss: Number(row.loss) + 0.2 } : row,
    );
    expect(apart).toContain('differed by about 0.20 nats at most in 300 steps: more than rounding explains');
    const never = foundOf(step, row =>
      row.contender === 'Recurrence' ? { ...row, step: Number(row.step) + 1000 } : row,
    );
    expect(never).toContain('No step has a loss of both By FFT and Recurrence');
  });

  test('selection: the validations of the race that its button starts, as the evidence command writes them', () => {
    const step = stepOf('selective-copying');
    const { config } = presets.find(preset => preset.name === 'selective-copying') ?? {};
    const rows = [1, 1000, 2000].flatMap(at =>
      ['Mamba', 'S4D', 'Conv'].map((contender, i) => ({
        contender,
        parameters: 20000 + i,
        step: at,
        loss: 2,
        accuracy: (at / 2000) * (i === 0 ? 0.8 : 0.4),
      })),
    );
    const race = (given: readonly Row[]) => {
      const run = step.found.evidence.map(evidence => ({ ...evidence, config, rows: given }));
      return { text: step.found.text(byName(run)), setup: run.map(setupWords).join() };
    };
    const { text, setup } = race(rows);
    expect(text).toContain('Each text hides 8 letters among 64 tokens of noise.');
    expect(text).toContain('“Mamba” said 80.0 % of the letters right after 2,000 steps');
    expect(text).toContain('Mamba is ahead of all the others');
    expect(setup).toContain('20,000 to 20,002 parameters, 2,000 steps of 32 sequences, seed 1');
    expect(race(rows.map(row => ({ ...row, accuracy: 0.4 }))).text).toContain('does not show Mamba ahead');
    const stopped = race(rows.filter(row => row.contender !== 'S4D' || row.step < 2000));
    expect(stopped.text).toContain('“S4D” said 20.0 % of the letters right after 1,000 steps');
    expect(stopped.setup).toContain('1,000 to 2,000 steps');
  });

  test('generalisation: the longest length that is still answered follows from every row', () => {
    const step = stepOf('trained-at-256');
    const of = (accuracy: (length: number) => number) =>
      foundOf(step, row => ({ ...row, accuracy: accuracy(Number(row.length)), scored: 256 }));
    expect(of(length => (length > 20000 ? 0.5 : 1))).toMatch(
      /Mamba, trained at 256: .* 50\.0 % .* at 65,536.*It falls off by 65,536/,
    );
    expect(of(() => 0.3)).toContain('Mamba, trained at 256, did not learn the task: 30.0 %');
    expect(of(() => 1)).toContain('no falling off up to 4,096 times its training length');
    const untested = foundOf(step, row =>
      Number(row.length) > 5000 ? { ...without(row), status: 'out of time budget' } : row,
    );
    expect(untested).toContain('16,384 was not tested (out of time budget)');
    expect(untested).toContain('no falling off up to 16 times its training length');
  });

  test('operations: every contender of parity is read, and the lowest loss named', () => {
    const step = stepOf('parity');
    const altered = foundOf(step, row =>
      row.contender === 'Attention'
        ? { ...row, accuracy: 1 }
        : row.contender === 'LSTM'
          ? { ...row, accuracy: 0.5, loss: 3 }
          : row,
    );
    expect(altered).toMatch(/LSTM 50\.0 % [^;]*: guessing, as at its training length of 32/);
    expect(altered).toMatch(/Attention 100\.0 % of 256 answers \([^)]*\) at 256\./);
    expect(altered).toContain('Mamba is lowest');
  });
});

/** The step that quotes the evidence of a name. */
function stepOf(name: string): TourStep {
  const step = steps.find(({ found }) => found.evidence.some(evidence => evidence.name === name));
  if (!step) throw new RangeError(`no step has the evidence '${name}'`);
  return step;
}

function foundOf({ found }: TourStep, alter: (row: Row) => Row): string {
  const altered = found.evidence.map((run): Evidence => ({ ...run, rows: run.rows.map(alter) }));
  return found.text(byName(altered));
}

function without(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, figures.includes(key) ? null : cell]));
}

import { describe, expect, test } from 'vitest';
import { readCorpus } from '../../headless/materials';
import type { RunConfig } from '../../src/lab/config/config';
import { presets } from '../../src/lab/config/presets';
import { parseParams } from '../../src/lab/experiments/parse_params';
import { findExperiment } from '../../src/lab/experiments/registry';
import { countParameters, receptiveField } from '../../src/models/cost';
import { defineModel } from '../../src/models/model';
import { openTask } from '../../src/tasks/registry';
import { presetOf } from '../../src/ui/tour/preset_of';
import type { Action } from '../../src/ui/tour/step';
import { steps } from '../../src/ui/tour/steps';

/** Numbers that no config has: 100 % and 50 %, the limit of a step size, an example of arithmetic, lengths of a cited paper. */
const DEFINED: Readonly<Record<string, readonly number[]>> = {
  'Attention sees everything, and pays for it at every token': [400, 4000],
  'Fixed rules store the noise as well; Mamba’s rules depend on the token': [0],
  'Between a full memory and one sum: a sum for each level of the past': [512],
  'The same models learn music and raw sound': [256],
  'Short sequences first, long ones after: how RNNs were trained': [128],
  'Mamba matches a Transformer per operation, but does not learn parity': [50, 100],
};

describe('numbers that the page states are those of what it runs', () => {
  test.each(steps.map(step => [step.title, step] as const))('%s', async (title, { text, lookAt, actions }) => {
    const known = new Set([...(DEFINED[title] ?? []), ...(await Promise.all(actions.map(numbersOfAction))).flat()]);
    for (const number of numbersIn([title, text, ...lookAt.map(look => look.text)].join(' ')))
      expect(known, String(number)).toContain(number);
  });

  test.each(presets.map(preset => [preset.name, preset] as const))('preset %s', async (_, { summary, config }) => {
    const known = [...(await numbersOfRace(config)), ...steps.flatMap(({ actions }) => tokensWritten(actions))];
    const [, about] = /about ([\d,]+) parameters/.exec(summary) ?? [];
    if (about !== undefined) {
      const counts = await parametersOf(config);
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      expect(Math.abs(mean / Number(about.replaceAll(',', '')) - 1)).toBeLessThan(0.05);
    }
    for (const number of numbersIn(summary.replace(/about [\d,]+ parameters/, ''))) expect(known).toContain(number);
  });
});

/** Whole numbers of a text, except those that belong to a name, as in S4D or O(L²). */
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?<![\p{L}\d])\d[\d,]*(?![\p{L}\d])/gu)].map(([number]) =>
    Number(number.replaceAll(',', '')),
  );
}

async function numbersOfAction(action: Action): Promise<number[]> {
  if (action.kind === 'race') return numbersOfRace(presetOf(action).config);
  if (action.kind === 'experiment') return numbersOf(parseParams(findExperiment(action.experiment), action.params));
  return numbersOf(action);
}

async function modelsOf({ task, contenders }: RunConfig) {
  const { vocabulary } = await openTask(task, 1, { corpus: readCorpus });
  return contenders.map(({ d_model, blocks }) => defineModel({ vocab_size: vocabulary.size, d_model, blocks }));
}

async function parametersOf(config: RunConfig): Promise<number[]> {
  return (await modelsOf(config)).map(countParameters);
}

/** Numbers of the config, the receptive fields, the distance of copying, and the number of letters to guess from. */
async function numbersOfRace(config: RunConfig): Promise<number[]> {
  const { length = 0, copied = 0 } = config.task;
  const { chanceAccuracy = Number.NaN } = await openTask(config.task, 1, { corpus: readCorpus });
  const fields = (await modelsOf(config)).map(model => receptiveField(model) ?? Number.NaN);
  return [...numbersOf(config), ...fields, Number(length) + Number(copied), 1, Math.round(1 / chanceAccuracy)];
}

function tokensWritten(actions: readonly Action[]): number[] {
  return actions.flatMap(action => (action.kind === 'sample' ? action.tokens : []));
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value instanceof Object ? Object.values(value).flatMap(numbersOf) : [];
}

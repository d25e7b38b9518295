import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { configHash, configOf, evidenceCommand, evidenceRuns } from '../../scripts/evidence-runs';
import { presets } from '../../src/lab/config/presets';
import { experimentContender } from '../../src/lab/experiments/contenders';
import { parseParams } from '../../src/lab/experiments/parse_params';
import { findExperiment } from '../../src/lab/experiments/registry';
import { scaledFamily, sizeFamily } from '../../src/lab/experiments/scaled_family';
import { checkConfig } from '../../src/ui/check';
import { sizeOf } from '../../src/ui/models';
import { toCheck } from '../../src/ui/tour/check_here';
import { claims } from '../../src/ui/tour/claims';
import { byName } from '../../src/ui/tour/evidence';
import { secondsOf } from '../../src/ui/tour/expected';
import { presetOf } from '../../src/ui/tour/preset_of';
import { setupWords } from '../../src/ui/tour/setup';
import { steps } from '../../src/ui/tour/steps';

const named = steps.map(step => [step.title, step] as const);
/** About as many tokens as these tasks have; the others have fewer. */
const vocabularies: Readonly<Record<string, number>> = { text: 80, audio: 256 };
const numbered = readFileSync('docs/experiments.md', 'utf8');

describe('the argument', () => {
  test('has a step for each claim of the review and no other, each with a title of its own', () => {
    expect(steps.map(({ name }) => name).toSorted()).toEqual(claims.map(({ name }) => name).toSorted());
    expect(new Set(steps.map(step => step.title)).size).toBe(claims.length);
  });

  test.each(named)('%s: what is claimed is checked, and holds in the stored runs', (_, { found }) => {
    const checks = found.checks(byName(found.evidence));
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ holds }) => holds !== true)).toEqual([]);
    const empty = found.checks(byName(found.evidence.map(run => ({ ...run, rows: [] }))));
    for (const { holds, measured } of empty)
      expect({ holds, measured }).toEqual({ holds: null, measured: 'no figure' });
  });

  test.each(named)(
    '%s: a run that a visitor waits for takes at most a minute, and its time is known before',
    (_, step) => {
      expect(toCheck(step, {}).runs.length).toBeGreaterThan(0);
      for (const action of step.actions)
        if (action.kind === 'race' || action.kind === 'experiment') expect(secondsOf(action)).toBeGreaterThan(0);
    },
  );

  test.each(named)('%s: every button sets up what can be run', (_, { actions }) => {
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) {
      switch (action.kind) {
        case 'race': {
          const { config } = presetOf(action);
          expect(checkConfig(config)).toEqual({ ok: true, config });
          break;
        }
        case 'sample':
          expect(actions.some(({ kind }) => kind === 'race')).toBe(true);
          expect(action.tokens).toBeGreaterThanOrEqual(256);
          break;
        case 'experiment': {
          const params = parseParams(findExperiment(action.experiment), action.params);
          expect(params).toMatchObject(action.params);
          if (action.experiment === 'scaling') {
            for (const family of scaledFamily.array().parse(action.params.contenders))
              expect(sizeFamily(family, 64, 16000).parameters).toBeGreaterThan(0);
            break;
          }
          for (const contender of contendersOf(action.params))
            expect(sizeOf(contender, 64)).toMatchObject({ fits: true });
          break;
        }
        case 'inspect': {
          const racing = actions.flatMap(other => (other.kind === 'race' ? presetOf(other).config.contenders : []));
          expect(racing.map(({ name }) => name)).toContain(action.contender);
          break;
        }
        default:
          action satisfies never;
      }
    }
  });

  test.each(named)('%s: two or three sentences, and no number that the documents do not have', (_, step) => {
    expect(sentences(step.text)).toBeGreaterThanOrEqual(2);
    expect(sentences(step.text)).toBeLessThanOrEqual(3);
    expect(step.lookAt.length).toBeGreaterThan(0);
    expect(sentences(step.lookAt.map(({ text }) => text).join(' '))).toBeLessThanOrEqual(3);
    const { text, evidence } = step.found;
    const claimed = [text(byName(evidence)), ...evidence.map(setupWords)].join(' ');
    for (const [number] of claimed.matchAll(/\d[\d,.]*\d|\d/g)) {
      expect(numbered, number).toMatch(new RegExp(`(?<![\\d.,])${number.replace('.', '\\.')}(?![\\d]|[.,]\\d)`));
    }
  });

  test.each(named)('%s: the evidence is from runs of its own buttons', (_, { actions, found }) => {
    expect(found.evidence.length).toBeGreaterThan(0);
    for (const evidence of found.evidence) {
      const { name, config, hash, stale, command, rows, adapter, machine, date } = evidence;
      const own = evidenceRuns().get(name);
      expect(
        actions.some(action => action === own),
        `${name} is of a button of this step`,
      ).toBe(true);
      expect(configHash(config)).toBe(hash);
      // Stale evidence says what has changed, on the page, too. Its numbers are of another run.
      if (own && configHash(configOf(own)) !== hash)
        expect(stale).toMatch(/^Measured before a change of the \w+: .+\.$/);
      else expect(stale === null || stale !== '').toBe(true);
      expect(command).toBe(evidenceCommand(name));
      expect(numbered).toContain(`\`${command}\``);
      expect(rows.length).toBeGreaterThan(0);
      expect([adapter, machine, date]).toEqual([
        expect.stringMatching(/\S/),
        expect.stringMatching(/cores?/),
        expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      ]);
      expect(readFileSync('docs/experiments.md', 'utf8').includes(`${name}, stale`)).toBe(stale !== null);
    }
  });

  test('a config’s hash does not depend on the order of keys, only on the values', () => {
    expect(configHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(configHash({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(configHash({ a: 1 })).not.toBe(configHash({ a: 2 }));
    expect(configHash([1, 2])).not.toBe(configHash([2, 1]));
  });

  test.each(named)('%s: the numbers on its buttons are the ones that they set', (_, { actions }) => {
    for (const action of actions) {
      const set = action.kind === 'experiment' ? numbersOf(action.params) : numbersOf(action);
      for (const [number] of action.label.matchAll(/[\d,]*\d/g))
        expect(set).toContain(Number(number.replaceAll(',', '')));
    }
  });

  test.each(named)('%s: the text names the steps that are trained', (_, { time, actions }) => {
    const trained = actions.flatMap(action => {
      if (action.kind === 'race') return presetOf(action).config.training.steps;
      if (action.kind !== 'experiment') return [];
      return trainedSteps.catch(0).parse(parseParams(findExperiment(action.experiment), action.params));
    });
    expect(time).not.toBe('');
    for (const [number] of time.matchAll(/[\d,]*\d/g)) expect(trained).toContain(Number(number.replaceAll(',', '')));
  });

  test.each(named)('%s: sources have well-formed addresses', (_, { citations }) => {
    expect(citations.length).toBeGreaterThan(0);
    for (const { arxiv } of citations) if (arxiv !== null) expect(arxiv).toMatch(/^\d{4}\.\d{4,5}$/);
  });

  test('every race of the tour is in the list of presets, and their sizes are about equal', () => {
    for (const { config } of presets) {
      const sizes = config.contenders.map(contender => sizeOf(contender, vocabularies[config.task.name] ?? 16));
      const counts = sizes.map(size => (size.fits ? size.parameters : Number.NaN));
      expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.15);
    }
  });
});

const trainedSteps = z.looseObject({ steps: z.number() }).transform(({ steps }) => steps);

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value instanceof Object ? Object.values(value).flatMap(numbersOf) : [];
}

function contendersOf(params: Readonly<Record<string, unknown>>) {
  return z.array(z.object(experimentContender.shape)).parse(params.contenders ?? []);
}

function sentences(text: string): number {
  return text.split(/[.?!](?:\s|$)/).filter(part => part.trim() !== '').length;
}

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { draftOf } from '../../../src/ui/experiments/drafts';
import { atShare, methodWords, resultTitle } from '../../../src/ui/experiments/result_words';
import { Findings } from '../../../src/ui/experiments/results';
import type { ExperimentOutcome } from '../../../src/ui/stores/experiments';
import { finishedOutcome } from '../../support/outcome';

const experiment = findExperiment('scaling');
const cancelled: ExperimentOutcome = { ...finishedOutcome, status: 'cancelled', progress: 0.25 };

test('a run of this page is the visitor’s, measured here, and says how far it came', () => {
  expect(resultTitle(finishedOutcome)).toBe('Your run');
  expect(methodWords(experiment, finishedOutcome)).toMatch(/^Measured here on some GPU\. It took 12 s, with /);
  expect(methodWords(experiment, cancelled)).toMatch(/It took 12 s, 25\.0 % of it, with /);
  expect(atShare(cancelled)).toBe(' at 25.0 %');
});

test.each([
  ['file', 'A result from a file'],
  ['kept', 'A kept run'],
  ['strong', 'A stored result'],
] as const)('one from %s says so, and how far it came is not known', (from, title) => {
  expect(resultTitle({ from })).toBe(title);
  expect(methodWords(experiment, { ...finishedOutcome, from })).toMatch(/^Measured on some GPU\. It took 12 s, with /);
  const unfinished = { ...cancelled, from, progress: 0 };
  expect(methodWords(experiment, unfinished)).toMatch(/^Measured on some GPU\. It ended early, after 12 s, with /);
  expect(atShare(unfinished)).toBe('');
});

test('an unfinished result that an earlier version stored as whole names no share', () => {
  expect(methodWords(experiment, { ...cancelled, progress: 1 })).not.toContain('%');
  expect(atShare({ progress: 1 })).toBe('');
});

test('only after a run of this page may the visitor have changed the settings', () => {
  const words = (outcome: ExperimentOutcome) =>
    renderToStaticMarkup(createElement(Findings, { experiment, outcome, draft: draftOf(experiment, {}) }));
  expect(words(finishedOutcome)).toContain('You changed the settings after this run.');
  expect(words({ ...finishedOutcome, from: 'file' })).not.toContain('You changed');
  expect(words({ ...finishedOutcome, from: 'file' })).toContain('A result from a file');
});

import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import type { ContenderStatus } from '../../src/lab/race/contender_status';
import { divergedWords } from '../../src/ui/panels/diverged_words';
import { TroubleNotice } from '../../src/ui/panels/trouble_notice';
import { endOf, freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';

const preset = mobyDick;
const settings = { config: preset.config, slots: [], ownText: null, ownSound: null, ownMusic: null };
const fresh = freshRun(initialRun, 1, settings);

function runOf(statuses: readonly ContenderStatus[]): RunState {
  return { ...fresh, members: fresh.members.map((member, i) => ({ ...member, status: statuses[i] ?? 'paused' })) };
}

it('names all that diverged, unless it is one', () => {
  const [first, second, third] = fresh.members.map(({ name }) => name);
  expect(divergedWords(runOf(['diverged', 'finished']))).toBeNull();
  expect(divergedWords(runOf(['diverged', 'finished', 'diverged']))).toMatch(
    new RegExp(`^${first} and ${third} diverged: their loss`),
  );
  const all = divergedWords(runOf(['diverged', 'diverged', 'diverged']));
  expect(all).toMatch(new RegExp(`^${first}, ${second}, and ${third} diverged`));
});

it('a race in which nothing reached the last step has diverged, not finished', () => {
  const every = (status: ContenderStatus): RunState => runOf(fresh.members.map(() => status));
  expect(endOf(every('diverged'))).toBe('diverged');
  expect(endOf(every('failed'))).toBe('stopped');
  expect(endOf(runOf(['finished', 'diverged', 'diverged', 'diverged']))).toBe('finished');
  expect(endOf(runOf(['frozen', 'failed', 'diverged', 'failed']))).toBe('diverged');
});

it('a race that does not fit is refused with one piece of advice, and not because a memory is full', () => {
  const message = 'A has 9 parameters; at most 8 fit here. Use a smaller width or MLP, or fewer blocks.';
  const trouble = { failure: 'out_of_memory', message, contender: null } as const;
  const words = renderToStaticMarkup(createElement(TroubleNotice, { trouble })).replace(/<[^>]*>/g, '');
  expect(words).toMatch(`There is not enough memory for this race. ${message} Then reset.`);
});

it('a sound or a length that a task refuses is not called a text', () => {
  const message = 'There is no sound of your own yet; give one, or use tones or syllables.';
  const trouble = { failure: 'bad_text', message, contender: null } as const;
  const words = renderToStaticMarkup(createElement(TroubleNotice, { trouble })).replace(/<[^>]*>/g, '');
  expect(words).toMatch(`This task cannot be set up. ${message}`);
});

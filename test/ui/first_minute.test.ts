import { beforeEach, describe, expect, test } from 'vitest';
import { firstMinute, mobyDick } from '../../src/lab/config/presets';
import type { Answered } from '../../src/lab/worker/protocol';
import { costHeadline, costWords } from '../../src/ui/first_minute/cost_words';
import { ideaOf } from '../../src/ui/first_minute/idea_of';
import { nextOf } from '../../src/ui/first_minute/next_of';
import { headlineOf, wordsOf } from '../../src/ui/first_minute/words';
import { receive } from '../../src/ui/stores/receive';
import { freshRun, initialRun, type RunState } from '../../src/ui/stores/run_state';

function runOf(config: typeof firstMinute.config): RunState {
  const slots = [...config.contenders.keys()];
  return { ...freshRun(initialRun, 1, { config, slots, ownText: null, ownSound: null, ownMusic: null }), loaded: true };
}

function told(right: number, asked = 300): Answered {
  return { step: 20, right, asked, questions: [], answers: [] };
}

describe('what the race shows follows what was measured', () => {
  let run: RunState;
  beforeEach(() => {
    run = runOf(firstMinute.config);
  });
  const answer = (contender: number, right: number): void => {
    run = receive(run, { type: 'answered', runId: 1, contender, ...told(right) }, 0);
  };

  test('Mamba is ahead only when it is, beyond what chance allows', () => {
    expect(wordsOf('remember', run)).toMatch(/^Press Train\./);
    answer(0, 60);
    answer(1, 50);
    expect(wordsOf('remember', run)).toBe(
      'Mamba has 60 of 300 right, Conv 50 of 300 right. A guess is right 1 time in 8.',
    );
    expect(headlineOf('remember', run)).toBe('');
    expect(nextOf('remember', run).due).toBe(false);
    answer(0, 290);
    expect(wordsOf('remember', run)).toMatch(/^Mamba is ahead: it has 290 of 300 right, Conv 50 of 300 right\./);
    expect(headlineOf('remember', run)).toBe('Mamba is ahead.');
    expect(nextOf('remember', run).due).toBe(true);
    answer(1, 299);
    expect(wordsOf('remember', run)).not.toContain('ahead');
  });

  test('an ended race in which Mamba is not ahead says so', () => {
    answer(0, 60);
    answer(1, 60);
    const adapter = { adapter: 'Test', software: true, backend: 'wasm' } as const;
    run = { ...run, adapter, members: run.members.map(member => ({ ...member, status: 'finished' as const })) };
    expect(wordsOf('remember', run)).toContain('Mamba is not ahead in this run.');
  });

  test('a race that goes back to a step before its answers forgets them', () => {
    answer(0, 290);
    answer(1, 50);
    run = receive(run, { type: 'resumed', runId: 1, cause: 'worker', playing: false, steps: [20, 10] }, 0);
    expect(run.members.map(({ answered }) => answered?.right)).toEqual([290, undefined]);
  });
});

const request = { prompt: 'Call', tokens: 4096, temperature: 0, topK: 0, seed: 1, naive: false };

test('the cost of a token is told by whom it grows for', () => {
  const run = runOf(mobyDick.config);
  const write = (late: (name: string) => number): RunState => ({
    ...run,
    sampling: { sampleId: 1, request, questions: [], done: true },
    members: runOf(mobyDick.config).members.map(member => {
      const { carried } = member.latency;
      for (const position of [256, 512, 1024, 2048, 4096]) {
        carried.position.append([position]);
        carried.milliseconds.append([position > 2048 ? late(member.name) : 1]);
      }
      return member;
    }),
  });
  expect(costWords(run)).toMatch(/^Every contender writes/);
  const grown = write(name => (name === 'Attention' ? 3 : 1.1));
  expect(costWords(grown)).toContain('A character costs Attention 1.00 ms at first and 3.00 ms near position 4,096.');
  expect(costWords(grown)).toContain('The others stay about level: Mamba 1.10 ms, LSTM');
  expect(costHeadline(grown)).toBe('The cost of a token grows for Attention.');
  const level = write(() => 1);
  expect(costWords(level)).toMatch(/^Up to position 4,096 no cost doubles here\./);
});

test('an idea goes with its race: the text belongs to those who came to it', () => {
  expect(ideaOf(firstMinute.config, 'remember')).toBe('remember');
  expect(ideaOf(firstMinute.config, 'cost')).toBe('remember');
  expect(ideaOf(mobyDick.config, 'remember')).toBeNull();
  expect(ideaOf(mobyDick.config, 'parallel')).toBe('parallel');
  expect(ideaOf({ ...mobyDick.config, contenders: mobyDick.config.contenders.slice(1) }, 'cost')).toBeNull();
});

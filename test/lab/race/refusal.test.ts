import { expect, test } from 'vitest';
import { runConfig } from '../../../src/lab/config/config';
import type { Event } from '../../../src/lab/worker/protocol';
import { isEvent } from '../../../src/lab/worker/protocol';
import type { Command } from '../../../src/lab/worker/read_command';
import { Supervisor } from '../../../src/lab/worker/supervisor';
import { receive } from '../../../src/ui/stores/receive';
import { initialRun, phaseOf } from '../../../src/ui/stores/run_state';

const config = runConfig.parse({
  task: { name: 'text', length: 16 },
  contenders: [{ name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] }],
});
const request = { prompt: 'a', tokens: 5, temperature: 1, topK: 0, seed: 1, naive: false };
const example = { kind: 'example', index: 0 } as const;

const refused: readonly (readonly [Command, string])[] = [
  [
    { type: 'sample', runId: 1, sampleId: 3, request: { ...request, prompt: 'a'.repeat(200_000) } },
    'use a shorter one',
  ],
  [{ type: 'sample', runId: 1, sampleId: 3, request: { ...request, tokens: 100_000 } }, 'ask for fewer tokens'],
  [{ type: 'sample', runId: 1, sampleId: 3, request: { ...request, temperature: Number.NaN } }, 'temperature'],
  [{ type: 'sample', runId: 1, sampleId: 3, request: { ...request, topK: -1 } }, 'topK'],
  [
    { type: 'inspect', runId: 1, inspectId: 2, request: { contender: 0.5, input: example, position: null } },
    'contender',
  ],
  [{ type: 'play', runId: 1, steps: 1e20 }, 'steps'],
  [{ type: 'play', runId: 1, steps: 0 }, 'steps'],
  [{ type: 'save', runId: 1, contender: -1 }, 'contender'],
  [{ type: 'rename', runId: 1, names: ['a\u202eb'] }, 'names.0'],
  [{ type: 'measure', measureId: Number.POSITIVE_INFINITY }, 'measureId'],
  [{ type: 'load', runId: 2, config: { ...config, contenders: [] } }, 'contenders'],
];

test.each(refused)('%j is refused in words, reaches no worker, and leaves the race as it is', (command, words) => {
  const sent: Command[] = [];
  const events: Event[] = [];
  const port = { send: (each: Command) => sent.push(each), end: () => {} };
  const supervisor = new Supervisor(
    () => port,
    event => events.push(event),
  );
  supervisor.send({ type: 'load', runId: 1, config });
  sent.splice(0);
  supervisor.send(command);
  expect(sent).toEqual([]);
  expect(events).toHaveLength(1);
  const [answer] = events;
  expect(isEvent(answer)).toBe(true);
  expect(answer).toMatchObject({ message: expect.stringContaining(words) });
  if (!answer || command.type === 'load') return;
  const run = { ...initialRun, runId: 1, config, loaded: true, playing: true };
  expect(phaseOf(receive(run, answer, 0))).toBe(phaseOf(run));
});

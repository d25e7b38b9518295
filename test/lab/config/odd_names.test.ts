import { describe, expect, test } from 'vitest';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { mobyDick } from '../../../src/lab/config/presets';
import { parseParams } from '../../../src/lab/experiments/parse_params';
import { findExperiment } from '../../../src/lab/experiments/registry';
import { readCommand } from '../../../src/lab/worker/read_command';
import { defineModel } from '../../../src/models/model';
import { checkConfig } from '../../../src/ui/check';
import { inspectRequest } from '../../../src/ui/inspect_options';
import { decodeLink } from '../../../src/ui/link';
import { checkInspectOptions, checkSampleOptions } from '../../../src/ui/scripting_options';

const { config } = mobyDick;
/** A name that a stranger may write: longer than a page, with characters that reverse or break a line. */
const odd = `k\u202e\n\u0000\u200b${'x'.repeat(10_000)}`;
const block = (own: object) => ({ ...config, contenders: [{ name: 'A', d_model: 8, blocks: [own] }] });
const params = (own: object) => () => parseParams(findExperiment('scaling'), own);

describe('a name of any origin in a message is quoted, cut, and shows what cannot be seen', () => {
  test.each<readonly [string, () => unknown]>([
    ['a key of a race', () => parseRunConfig({ ...config, [odd]: 1 })],
    ['a key of its training', () => checkConfig({ ...config, training: { [odd]: 1 } })],
    [
      'many keys of it',
      () =>
        checkConfig({
          ...config,
          training: {
            ...Object.fromEntries(
              odd
                .split('')
                .map((_, i) => [`${odd}${i}`, 1])
                .slice(0, 40),
            ),
          },
        }),
    ],
    ['a mixer', () => checkConfig(block({ mixer: odd }))],
    ['a key of a block', () => checkConfig(block({ mixer: 'lstm', [odd]: 1 }))],
    ['a task', () => checkConfig({ ...config, task: { name: odd } })],
    ['a key of a task', () => checkConfig({ ...config, task: { name: 'text', [odd]: 1 } })],
    ['a key of a model', () => defineModel({ vocab_size: 3, d_model: 4, blocks: [{ mixer: 'rnn' }], [odd]: 1 })],
    ['an experiment', () => findExperiment(odd)],
    ['a key of an experiment', params({ [odd]: 1 })],
    ['a key of its contender', params({ contenders: [{ name: 'A', blocks: [{ mixer: 'rnn' }], [odd]: 1 }] })],
    ['a key of a command', () => readCommand({ type: 'pause', runId: 1, [odd]: 1 })],
    ['a kernel of a command', () => readCommand({ type: 'open', preferences: { [odd]: 1 } })],
    ['a setting of sample()', () => checkSampleOptions({ [odd]: 1 })],
    ['a contender of inspect()', () => inspectRequest(checkInspectOptions({ contender: odd }), [['A']])],
  ])('%s', (_, read) => {
    const message = messageOf(read);
    expect(message).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(message).toContain('\\u{202e}\\u{a}\\u{0}\\u{200b}xxx');
    expect(message.length).toBeLessThan(600);
  });

  test('a key of a link', async () => {
    const hash = `#race=${Buffer.from(JSON.stringify({ ...config, [odd]: 1 })).toString('base64url')}`;
    const read = await decodeLink(hash);
    expect(read).toMatchObject({ kind: 'bad', reason: expect.stringContaining('there is no key') });
    expect(JSON.stringify(read).length).toBeLessThan(300);
  });
});

test.each([
  [{ kind: 'example', index: 2 ** 31 }, null, /^request\.input\.index/],
  [{ kind: 'example', index: 0.5 }, null, /^request\.input\.index/],
  [{ kind: 'example', index: 0, text: 'a' }, null, /^request\.input: there is no key 'text'/],
  [{ kind: 'sound' }, null, /^request\.input/],
  [{ kind: 'example', index: 0 }, 2 ** 31, /^request\.position/],
])('the worker refuses to inspect %j at %j', (input, position, message) => {
  const command = { type: 'inspect', runId: 1, inspectId: 1, request: { contender: 0, input, position } };
  expect(readCommand(command)).toMatchObject({ message: expect.stringMatching(message) });
});

/** The message of an error, or of a refusal. */
function messageOf(read: () => unknown): string {
  try {
    const said = read();
    if (said instanceof Object && 'message' in said) return String(said.message);
    return 'nothing was wrong';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

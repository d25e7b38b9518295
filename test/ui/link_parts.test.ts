import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mobyDick, presets } from '../../src/lab/config/presets';
import { parseParams } from '../../src/lab/experiments/parse_params';
import { experiments } from '../../src/lab/experiments/registry';
import type { InspectInput } from '../../src/lab/inspect/inspection';
import { decodeParts, encodeLink, encodePart, type LinkPart, longestHash } from '../../src/ui/link';
import { workspaces } from '../../src/ui/stores/workspace';
import { steps } from '../../src/ui/tour/steps';

const race: LinkPart = { kind: 'race', config: mobyDick.config };
const look = (input: InspectInput): LinkPart => ({ kind: 'inspect', request: { contender: 1, input, position: 5 } });
const parts: readonly (readonly [string, LinkPart])[] = [
  ['a race', race],
  ...presets.map(({ name }) => [`preset ${name}`, { kind: 'preset', name }] as const),
  ...steps.map(({ name }) => [`step ${name}`, { kind: 'step', name }] as const),
  ...workspaces.map(({ name }) => [`workspace ${name}`, { kind: 'workspace', workspace: name }] as const),
  ['an example in Inspect', look({ kind: 'example', index: 3 })],
  ['a text in Inspect', look({ kind: 'text', text: 'Call me Ishmael. 🐳' })],
  ...experiments.map(({ name }) => [`experiment ${name}`, { kind: 'experiment', name, params: {} }] as const),
  ...experiments.map(
    experiment =>
      [
        `experiment ${experiment.name} with every setting`,
        { kind: 'experiment', name: experiment.name, params: { ...Object(parseParams(experiment, {})) } },
      ] as const,
  ),
];

describe('a link', () => {
  test.each(parts)('to %s opens it, alone and with a workspace', async (_, part) => {
    const hash = (await encodePart(part)) ?? '';
    expect(await decodeParts(hash)).toEqual([part]);
    expect(await decodeParts(`${hash}&workspace=inspect`)).toEqual([part, { kind: 'workspace', workspace: 'inspect' }]);
    expect(hash).toMatch(/^#[a-z]+=[\w-]+$/);
  });

  test('to settings that are longer than a link may be is not written', async () => {
    const noise = Array.from({ length: longestHash }, (_, i) => Math.sin(i).toString(36)).join('');
    expect(await encodePart({ kind: 'experiment', name: 'scaling', params: { noise } })).toBeNull();
  });

  test.each([
    ['#nonsense=1', 'later version'],
    ['#workspace=attic', "no workspace 'attic'; there are race"],
    ['#experimentz=AAAA', 'damaged'],
    [`#race=${btoa('null')}`, 'must be an object'],
    [`#${'a=1&'.repeat(3)}`, 'It has 4 parts, and this page opens links of at most 2'],
    ['#racez', 'later version'],
  ])('%s is refused with a reason', async (hash, reason) => {
    expect(await decodeParts(hash)).toEqual([{ kind: 'bad', reason: expect.stringContaining(reason) }]);
  });

  test('whose one half is damaged opens the other', async () => {
    expect(await decodeParts('#racez=AAAA&workspace=inspect')).toEqual([
      { kind: 'bad', reason: expect.stringContaining('damaged') },
      { kind: 'workspace', workspace: 'inspect' },
    ]);
  });

  test('that is any text never throws', async () => {
    const keys = fc.constantFrom('race', 'racez', 'preset', 'experiment', 'experimentz', 'step', 'workspace', 'x');
    const text = fc.tuple(keys, fc.string({ unit: 'binary' })).map(([key, value]) => `${key}=${value}`);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 4 }), async texts => {
        for (const part of await decodeParts(`#${texts.join('&')}`))
          if (part.kind === 'bad') expect(part.reason.length).toBeGreaterThan(5);
      }),
      { numRuns: 300 },
    );
  });
});

test('names of steps and presets stand in a link as they are, and differ', async () => {
  for (const names of [steps, presets].map(list => list.map(({ name }) => name))) {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
  }
  expect(await encodeLink(mobyDick.config)).toMatch(/^#racez=/);
});

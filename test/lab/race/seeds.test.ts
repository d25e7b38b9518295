import { afterAll, describe, expect, it } from 'vitest';
import { savePaths } from '../../../headless/places';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import type { RunConfig } from '../../../src/lab/config/config';
import { membersOf } from '../../../src/lab/config/members';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { readSafetensors } from '../../../src/lab/export/safetensors';
import { backends } from '../../support/backends';
import { closeAll, drive, pointsOf, request, resumed, straight } from '../../support/driven_session';

const race = parseRunConfig({
  task: { name: 'text', length: 16 },
  contenders: [
    { name: 'LSTM', d_model: 8, blocks: [{ mixer: 'lstm' }] },
    { name: 'Mamba', d_model: 8, blocks: [{ mixer: 'mamba' }], training: { lr: 0.02, seed: 40 } },
  ],
  training: { steps: 8, batch: 2, warmup: 2, validate_every: 4, validation_batches: 1, seed: 3, seeds: 5 },
});
const fewer: RunConfig = { ...race, training: { ...race.training, seeds: 2 } };

afterAll(closeAll);

describe.each(['twin', 'wasm'] as const)('five seeds on %s', kind => {
  it('give the curves of five races with one seed each, bit for bit', async () => {
    const together = await drive(await backends[kind](), race);
    await straight(together.session);
    const alone: unknown[] = [];
    for (const { config, training } of membersOf(race)) {
      const single = await drive(await backends[kind](), { ...race, contenders: [config], training });
      await straight(single.session);
      alone.push(...[pointsOf(single.recorder)].flat());
    }
    expect(pointsOf(together.recorder)).toEqual(alone);
    expect(new Set(alone.map(points => JSON.stringify(points))).size).toBe(10);
  });
});

describe('members of a race', () => {
  it('take turns: none is more than a turn ahead', async () => {
    const { session, recorder } = await drive(new TwinBackend(), fewer);
    session.play(2);
    await session.idle();
    expect(recorder.runs().map(({ contender, seed, step }) => [contender, seed, step])).toEqual([
      [0, 3, 2],
      [0, 4, 2],
      [1, 40, 2],
      [1, 41, 2],
    ]);
  });

  it('continue from their snapshots bit for bit', async () => {
    const whole = await drive(new TwinBackend(), fewer);
    await straight(whole.session);
    const { recorder } = await resumed(async () => new TwinBackend(), fewer, 5);
    expect(pointsOf(recorder)).toEqual(pointsOf(whole.recorder));
  });

  it('save their own weights, with their own training, and are named with their seed', async () => {
    const { session, events } = await drive(new TwinBackend(), fewer);
    for (const index of session.contenders.keys()) session.save(index);
    session.save(9);
    await session.idle();
    const files = events.flatMap(event => (event.type === 'saved' ? [readSafetensors(event.bytes).metadata] : []));
    expect(files.map(about => JSON.parse(about.get('training') ?? '').seed)).toEqual([3, 4, 40, 41]);
    expect(JSON.parse(files[3]?.get('training') ?? '')).toEqual(membersOf(fewer)[3]?.training);
    expect(JSON.parse(files[3]?.get('contender') ?? '')).toEqual({
      name: 'Mamba',
      d_model: 8,
      blocks: fewer.contenders[1]?.blocks,
    });
    expect(session.race.nameOf(3)).toBe('Mamba, seed 41');
    expect(savePaths('out/W.st', fewer)).toEqual([
      'out/W-1-seed-3.st',
      'out/W-1-seed-4.st',
      'out/W-2-seed-40.st',
      'out/W-2-seed-41.st',
    ]);
  });

  it('sample and are inspected one for each contender, the first unless another is asked for', async () => {
    const { session, events } = await drive(new TwinBackend(), fewer);
    const sampled = async (sampleId: number, ofSeed?: number): Promise<number[]> => {
      session.sample(sampleId, { ...request, tokens: 4, ...(ofSeed === undefined ? {} : { ofSeed }) });
      await session.idle();
      const found = events.flatMap(event =>
        event.type === 'sampled' && event.sampleId === sampleId ? [event.contender] : [],
      );
      return [...new Set(found)];
    };
    expect(await sampled(1)).toEqual([0, 2]);
    expect(await sampled(2, 1)).toEqual([1, 3]);
    expect(await sampled(3, 9), 'the last there is').toEqual([1, 3]);
    session.inspect(1, { contender: 3, input: { kind: 'example', index: 0 }, position: null });
    await session.idle();
    expect(events).toContainEqual(expect.objectContaining({ type: 'inspected', inspectId: 1 }));
  });

  it('count in the memory that a race needs', async () => {
    const backend = new TwinBackend();
    const { session } = await drive(backend, fewer);
    const [lstm, , mamba] = session.contenders.map(({ report }) => report.plannedBytes);
    const all = 2 * ((lstm ?? 0) + (mamba ?? 0));
    class Small extends TwinBackend {
      override readonly room = { ...backend.room, all: all - 256 };
    }
    await expect(drive(new Small(), fewer)).rejects.toThrow(
      /together need .* with 2 seeds\. Use fewer contenders or seeds/,
    );
  });
});

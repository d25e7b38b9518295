import { describe, expect, it } from 'vitest';
import { TwinBackend } from '../../../src/gpu/backends/twin/twin';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { Session } from '../../../src/lab/race/session';
import { Trainer } from '../../../src/lab/race/trainer';
import { recordTraining } from '../../../src/lab/race/training_recording';
import { type NamedModel, recordAll, trainingSize } from '../../../src/lab/race/training_size';
import { defineModel } from '../../../src/models/model';
import { initialWeights } from '../../support/initial_weights';

const room = { each: 2 ** 30, all: 4 * 2 ** 30 };
const huge = { d_model: 1024, blocks: Array.from({ length: 32 }, () => ({ mixer: 'lstm', mlp: 16384 })) };

function named(name: string, config: object): NamedModel {
  return { name, model: defineModel({ vocab_size: 96, ...config }) };
}

/** MiB of the heap and of array buffers. */
function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

describe('sizes are checked before anything is drawn or allocated', () => {
  it('refuses 1.9 billion parameters in 100 ms and 50 MiB, by name', () => {
    recordAll({ room }, [named('small', { d_model: 8, blocks: [{ mixer: 'lstm' }] })], { B: 1, L: 4 });
    const before = held();
    // The best of a few, because another process may use a core.
    const milliseconds = Array.from({ length: 5 }, () => {
      const started = performance.now();
      expect(() => recordAll({ room }, [named('Deep', huge)], { B: 8, L: 32 })).toThrow(
        /^Deep has 1,8\d\d,\d{3},\d{3} parameters; at most 134,217,728 fit here\. Use a smaller width or MLP, or fewer blocks\.$/,
      );
      return performance.now() - started;
    });
    expect(Math.min(...milliseconds)).toBeLessThan(100);
    expect(held() - before).toBeLessThan(50);
  });

  it('a race with such a contender is refused before any buffer exists', async () => {
    const backend = new TwinBackend();
    const config = parseRunConfig({
      task: { name: 'parity' },
      contenders: [
        { name: 'Small', d_model: 8, blocks: [{ mixer: 'rnn' }] },
        { name: 'Deep', ...huge },
      ],
    });
    const before = held();
    const corpus = async (): Promise<string> => '';
    await expect(Session.load(backend, () => {}, 1, config, { corpus })).rejects.toThrow(/^Deep has/);
    expect(backend.counters.buffers).toBe(0);
    expect(held() - before).toBeLessThan(50);
  });

  it('with many seeds it is refused once the task is open for one of them', async () => {
    const config = parseRunConfig({
      task: { name: 'text', length: 16 },
      contenders: [{ name: 'Deep', ...huge }],
      training: { seeds: 10 },
    });
    let opened = 0;
    const corpus = async (): Promise<string> => {
      opened++;
      return 'call me ishmael. '.repeat(40);
    };
    await expect(Session.load(new TwinBackend(), () => {}, 1, config, { corpus })).rejects.toThrow(/^Deep has/);
    expect(opened).toBe(1);
  });

  it('refuses activations beyond a device’s binding limit, and names the fix', () => {
    const models = [named('Wide', { d_model: 256, blocks: [{ mixer: 'mamba' }] })];
    expect(() => recordAll({ room }, models, { B: 64, L: 65536 })).toThrow(
      /^Wide needs .* GiB for '.*'; 1\.0 GiB is the most here\. Use a smaller batch, length, or width\.$/,
    );
  });

  it('refuses contenders that have room alone, but not together', () => {
    const model = { d_model: 64, blocks: [{ mixer: 'lstm' }] };
    const shape = { B: 8, L: 8192 };
    const some = [named('One', model), named('Two', { ...model, blocks: [{ mixer: 'lstm', mlp: 128 }] })];
    expect(recordAll({ room }, some, shape)).toHaveLength(2);
    const eight = Array.from({ length: 4 }, () => some).flat();
    const little = { ...room, all: 2 ** 30 };
    expect(() => recordAll({ room: little }, eight, shape)).toThrow(
      /^The contenders together need .* of memory on the device; 1\.0 GiB is the most here\. Two needs most of it/,
    );
  });

  it('says what a trainer then takes', async () => {
    const model = defineModel({
      vocab_size: 20,
      d_model: 16,
      blocks: [{ mixer: 'mamba', mlp: 24 }, { mixer: 'attention' }],
    });
    const shape = { B: 2, L: 24 };
    const backend = new TwinBackend();
    const trainer = await Trainer.make(backend, model, shape, initialWeights(model, 1));
    const { deviceBytes } = trainingSize(model, recordTraining(model, shape));
    expect(deviceBytes).toBe(backend.counters.bytes);
    trainer.destroy();
  });
});

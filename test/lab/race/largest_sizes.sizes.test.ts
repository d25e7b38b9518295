import { expect, it } from 'vitest';
import { HARDWARE_RATE, SOFTWARE_RATE, SUBMIT_MILLISECONDS } from '../../../src/gpu/backends/webgpu/throughput';
import { cut, loadOf, type Rate } from '../../../src/gpu/cut';
import { bytesOf } from '../../../src/gpu/tensor';
import { chooseVariant } from '../../../src/gpu/variants';
import type { RunConfig } from '../../../src/lab/config/config';
import { parseRunConfig } from '../../../src/lab/config/parse_config';
import { Session } from '../../../src/lab/race/session';
import type { TrainingRecording } from '../../../src/lab/race/training_recording';
import { recordAll } from '../../../src/lab/race/training_size';
import { mlpField } from '../../../src/models/config';
import { defineModel } from '../../../src/models/model';
import { mixers } from '../../../src/models/registry';
import { LONGEST } from '../../../src/tasks/parameters';
import { gpuBackend } from '../../support/gpu';
import { steadyPace } from '../../support/pace';
import { sizes } from '../../support/sizes';

/** Each mixer with its defaults, in every form, and with each of its fields, and all of them, at the ends of what the page accepts. */
const blocks = mixers.flatMap(({ name, forms = [], fields }) => {
  const ends = (['min', 'max'] as const).flatMap(end => {
    const each = fields.map(field => ({ [field.key]: field[end] }));
    return [...each, Object.assign({}, ...each)];
  });
  return [{}, { mlp: mlpField.max }, ...forms, ...sizes(ends.slice(-1), ends)].map(own => ({ mixer: name, ...own }));
});

const rates: readonly Rate[] = [SOFTWARE_RATE, HARDWARE_RATE];

const room = { each: 2 ** 30, all: 4 * 2 ** 30 };

function recordingOf(
  block: object,
  V: number,
  D: number,
  shape: { B: number; L: number },
): TrainingRecording | undefined {
  try {
    const model = defineModel({ vocab_size: V, d_model: D, blocks: [block] });
    return recordAll({ room }, [{ name: 'this', model }], shape)[0];
  } catch {
    // Too large, or heads that do not divide the width. The page does not accept these either.
    return undefined;
  }
}

/** The longest submit of a recording, in estimated milliseconds: a dispatch's first part is its largest. */
function longestSubmit({ lists }: TrainingRecording): { milliseconds: number; kernel: string } {
  let longest = { milliseconds: 0, kernel: '' };
  for (const rate of rates) {
    for (const { kernel, dims, buffers } of Object.values(lists).flat()) {
      const form = chooseVariant(kernel, dims, { subgroups: true }, new Map(), new Set());
      const bytes = Object.values(buffers).reduce((sum, tensor) => sum + bytesOf(tensor), 0);
      const first = cut([loadOf(form, dims, bytes)], steadyPace(rate, SUBMIT_MILLISECONDS)).next();
      const milliseconds = first.done ? 0 : first.value.milliseconds;
      if (milliseconds > longest.milliseconds) longest = { milliseconds, kernel: form.name };
    }
  }
  return longest;
}

it('no submit is above 100 ms of estimated work, for every mixer at the largest sizes that are accepted', () => {
  let accepted = 0;
  for (const block of blocks) {
    for (const D of sizes([64, 1024], [1, 64, 256, 1024])) {
      for (const L of sizes([32, LONGEST], [32, 8192, 2 ** 18, LONGEST])) {
        for (const B of sizes([1, 8], [1, 8, 512])) {
          for (const V of L === 32 ? [4, 65536] : [4]) {
            const recording = recordingOf(block, V, D, { B, L });
            if (!recording) continue;
            const { milliseconds, kernel } = longestSubmit(recording);
            // Attention of so many tokens or so wide heads is refused, and says so: see the next test.
            if (block.mixer === 'attention' && milliseconds > 100) continue;
            accepted++;
            expect(milliseconds, `${kernel}: ${JSON.stringify({ block, D, L, B, V })}`).toBeLessThanOrEqual(100);
          }
        }
      }
    }
  }
  expect(accepted).toBeGreaterThan(100);
});

it('a workgroup that is too long by itself, of attention over very many tokens, is refused by name', async () => {
  const backend = await gpuBackend();
  const config = (length: number, window?: number) =>
    parseRunConfig({
      task: { name: 'parity', length },
      contenders: [{ name: 'Far', d_model: 64, blocks: [{ mixer: 'attention', heads: 1, window }] }],
      training: { batch: 1 },
    });
  const load = (given: RunConfig): Promise<Session> =>
    Session.load(backend, () => {}, 1, given, { corpus: async () => '' });
  await expect(load(config(2 ** 17))).rejects.toThrow(
    /^Far would hold this adapter for \d+\.\d s at a time\. Use a shorter length, or attention with a window\.$/,
  );
});

import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bindBlock } from '../../src/models/block';
import type { BlockConfig } from '../../src/models/config';
import { mixers } from '../../src/models/registry';
import { backends } from '../support/backends';
import { type GoldenCase, goldenCases } from '../support/golden';
import { mixerOp } from '../support/mixer_case';
import { type State, streamMixer } from '../support/mixer_stream';
import { expectClose, GRADIENT, OUTPUT, type Tolerance, TWIN } from '../support/numbers';
import { type OpCase, runOp } from '../support/op';

/** States that have other names in the reference files. */
const STATES: Readonly<Record<string, string>> = { last_state: 'ssm', state_conv: 'taps' };

/** Reference cases of whole mixers give the width. Their inputs are x and the parameters. */
const wholeMixer = z.looseObject({ d_model: z.number() });
const cases = mixers
  .filter(({ name }) => existsSync(new URL(`../golden/${name}.json`, import.meta.url)))
  .flatMap(({ name }) => goldenCases(name).map(golden => [name, golden.name, golden] as const))
  .filter(([, , { config }]) => wholeMixer.safeParse(config).success);

function blockOf(mixer: string, { config }: GoldenCase): BlockConfig {
  const { d_model, ...own } = wholeMixer.parse(config);
  return { mixer, ...own };
}

/** Their references have a matrix the other way: keys first, or for RWKV-7 values first. */
const turnedOver: readonly string[] = ['gla', 'retention', 'rwkv7'];

/**
 * Of these mixers, gradients are steep: a head's norm magnifies what its first tokens leave, and H3 and Hyena multiply projections. The
 * files have nine digits of each input, and PyTorch in float64 differs as much from them as the twin does.
 */
const steep: readonly string[] = [
  'gla',
  'retention',
  'gated_deltanet',
  'deltanet',
  'slstm',
  'h3',
  'hyena',
  'mlstm',
  'log_linear',
  'rwkv7',
];
const STEEP: Tolerance = { relative: 5e-6, absolute: 5e-6 };

/** The mixer by itself, with the parameters of the reference. */
function goldenOp(block: BlockConfig, { inputs: { x, ...parameters } }: GoldenCase): OpCase {
  const { mixer, config } = bindBlock(block, 0);
  expect(mixer.parameters(config, x.shape[2] ?? 1).map(({ name, shape }) => [name, shape])).toEqual(
    expect.arrayContaining(Object.entries(parameters).map(([name, { shape }]) => [name, shape])),
  );
  return mixerOp(block, { x, ...parameters });
}

/** (…, m, n) -> (…, n, m): our short convolutions have channels first, some references tokens; some have keys first in a matrix. */
function turned({ shape, values }: State): Float64Array {
  const [m = 1, n = 1] = shape.slice(-2);
  return Float64Array.from(values, (_, at) => {
    const [matrix, row, column] = [Math.floor(at / (m * n)), Math.floor(at / m) % n, at % m];
    return values[(matrix * m + column) * n + row] ?? Number.NaN;
  });
}

/** C or n of an mLSTM: the rows of our S (B, H, n + 1, n) before the last, with keys first, and the last. */
function partOf(S: State | undefined, name: string): State | undefined {
  const [B = 1, H = 1, rows = 1, n = 1] = S?.shape ?? [];
  if (!S || !['C', 'n'].includes(name)) return undefined;
  const isLast = (at: number) => Math.floor(at / n) % rows === n;
  const values = S.values.filter((_, at) => isLast(at) === (name === 'n'));
  if (name === 'n') return { shape: [B, H, n], values };
  const shape = [B, H, n, n];
  return { shape, values: turned({ shape, values }) };
}

describe.each(cases)('%s %s: golden vectors', (mixer, _, golden) => {
  const block = blockOf(mixer, golden);

  it.each(['twin', 'webgpu', 'wasm'] as const)('%s: outputs and gradients', async kind => {
    const backend = await backends[kind]();
    const exact = steep.includes(mixer) ? STEEP : TWIN;
    const [output, gradient] = kind === 'twin' ? [exact, exact] : [OUTPUT, GRADIENT];
    const { outputs, gradients } = await runOp(backend, goldenOp(block, golden), { y: golden.cotangents.y.data });
    expectClose(outputs.y ?? [], golden.outputs.y.data, output, 'y');
    for (const [name, { data }] of Object.entries(golden.gradients)) {
      expectClose(gradients[name] ?? [], data, gradient, `d ${name}`);
    }
  });

  it.each(['twin', 'webgpu', 'wasm'] as const)(
    '%s: token by token, and after a prefill, with the state at the end',
    async kind => {
      const exact = steep.includes(mixer) ? STEEP : TWIN;
      const [backend, tolerance] = [await backends[kind](), kind === 'twin' ? exact : OUTPUT];
      const { x, ...parameters } = golden.inputs;
      const L = x.shape[1] ?? 1;
      const single = Array.from({ length: L }, () => 1);
      for (const lengths of L < 5 ? [single] : [single, [L - 4, 1, 1, 1, 1], [2, L - 3, 1]]) {
        const { y, states } = await streamMixer(backend, block, x, parameters, lengths);
        expectClose(y, golden.outputs.y.data, tolerance, `${lengths.length} calls`);
        for (const [name, { shape, data }] of Object.entries(golden.outputs)) {
          const state = STATES[name] ?? /^state_(.*)$/.exec(name)?.[1];
          if (state === undefined) continue;
          const own = states.get(state) ?? partOf(states.get('S'), state);
          if (!own) throw new Error(`no state '${state}'`);
          expectClose(
            own.shape.join() === shape.join() && !(shape.length > 3 && turnedOver.includes(mixer))
              ? own.values
              : turned(own),
            data,
            tolerance,
            name,
          );
        }
      }
    },
  );
});

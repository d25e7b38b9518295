import { jit, lax, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { checkLoss } from '../../src/lab/measure/check_timed';
import type { Subject } from '../../src/lab/measure/subject';
import { arbitraryBatch, type TrainingShape } from '../../src/lab/measure/training_shapes';
import { type JaxDevice, jaxNumbers, openJax } from './jax';

const EPS = 1e-5;

/** Channels come before time, as jax-js convolves: x is (B, D, L). */
type Block = {
  /** (1, D, 1) */
  norm: np.Array;
  /** (2D, D, K): filter, then gate. */
  conv: np.Array;
  /** (1, 2D, 1) */
  bias: np.Array;
  /** (D, D, 1) */
  out: np.Array;
  /** (1, D, 1) */
  outBias: np.Array;
};

type Weights = {
  embedding: np.Array;
  blocks: Block[];
  norm: np.Array;
};

function norm(x: np.Array, weight: np.Array): np.Array {
  const square = np.mean(x.ref.mul(x.ref), 1, { keepdims: true });
  return x.div(np.sqrt(square.add(EPS))).mul(weight);
}

function mix(x: np.Array, block: Block, dilation: number): np.Array {
  const K = block.conv.shape[2] ?? 1;
  const past = (K - 1) * dilation;
  const wide = lax.convGeneralDilated(norm(x, block.norm), block.conv, [1], [[past, 0]], { rhsDilation: [dilation] });
  const [filter, gate] = np.split(wide.add(block.bias), 2, 1);
  if (!filter || !gate) throw new Error('two halves');
  const gated = np.tanh(filter).mul(nn.sigmoid(gate));
  return lax.convGeneralDilated(gated, block.out, [1], [[0, 0]]).add(block.outBias);
}

/** Forward and backward, jitted whole; no optimiser. One gated, dilated convolution a block. */
export async function jaxConv(
  device: JaxDevice,
  { B, L, V, D }: TrainingShape,
  K: number,
  dilations: readonly number[],
): Promise<Subject> {
  await openJax(device);
  const kernel = (outputs: number, inputs: number, taps: number): np.Array =>
    jaxNumbers([outputs, inputs, taps], 1 / Math.sqrt(inputs * taps));
  const weights: Weights = {
    embedding: jaxNumbers([V, D], 1 / Math.sqrt(D)),
    blocks: dilations.map(() => ({
      norm: np.ones([1, D, 1]),
      conv: kernel(2 * D, D, K),
      bias: np.zeros([1, 2 * D, 1]),
      out: kernel(D, D, 1),
      outBias: np.zeros([1, D, 1]),
    })),
    norm: np.ones([1, D, 1]),
  };
  const batch = arbitraryBatch({ B, L, V });
  const tokens = np.array(batch.tokens);
  const targets = np.array(batch.targets);
  const step = jit(
    valueAndGrad((own: Weights, said: np.Array, wanted: np.Array) => {
      const rows = np.matmul(nn.oneHot(said, V), own.embedding.ref);
      let x = np.matrixTranspose(rows.reshape([B, L, D]));
      own.blocks.forEach((block, i) => {
        x = x.ref.add(mix(x, block, dilations[i] ?? 1));
      });
      const last = np.matrixTranspose(norm(x, own.norm)).reshape([B * L, D]);
      const logits = np.matmul(last, np.matrixTranspose(own.embedding));
      return nn
        .logSoftmax(logits, -1)
        .mul(nn.oneHot(wanted, V))
        .sum()
        .mul(-1 / (B * L));
    }),
  );
  return {
    rewind: () => openJax(device),
    async run(times) {
      for (let i = 0; i < times; i++) {
        const [value, gradient] = step(tree.ref(weights), tokens.ref, targets.ref);
        const [loss] = await value.data();
        checkLoss(loss);
        tree.dispose(gradient);
      }
    },
    facts: () => ({}),
    destroy() {
      tree.dispose([weights, tokens, targets]);
      step.dispose();
    },
  };
}

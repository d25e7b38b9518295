import { jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { checkLoss } from '../../src/lab/measure/check_timed';
import type { Subject } from '../../src/lab/measure/subject';
import { arbitraryBatch, type TrainingShape } from '../../src/lab/measure/training_shapes';
import { type JaxDevice, jaxNumbers, openJax } from './jax';

const EPS = 1e-5;

/** Weights of one block; matrices are (in, out). */
type Block = {
  norm: np.Array;
  qkv: np.Array;
  out: np.Array;
  norm2: np.Array;
  up: np.Array;
  down: np.Array;
};

type Weights = {
  embedding: np.Array;
  blocks: Block[];
  norm: np.Array;
};

/** x (rows, D), weight (D): RMSNorm. */
function norm(x: np.Array, weight: np.Array): np.Array {
  const square = np.mean(x.ref.mul(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(square.add(EPS))).mul(weight);
}

/** x (B·L, D) -> (B·L, D), causal softmax attention; no positions. */
function attend(x: np.Array, { qkv, out }: Pick<Block, 'qkv' | 'out'>, B: number, L: number, heads: number): np.Array {
  const D = x.shape[1] ?? 1;
  const [q, k, v] = np.split(np.matmul(x, qkv), 3, 1).map(part => part.reshape([B, L, heads, D / heads]));
  if (!q || !k || !v) throw new Error('three parts');
  const y = nn.dotProductAttention(q, k, v, { isCausal: true });
  return np.matmul(y.reshape([B * L, D]), out);
}

function loss(weights: Weights, tokens: np.Array, targets: np.Array, B: number, L: number, heads: number): np.Array {
  const V = weights.embedding.shape[0] ?? 1;
  let x = np.matmul(nn.oneHot(tokens, V), weights.embedding.ref);
  for (const block of weights.blocks) {
    x = x.ref.add(attend(norm(x, block.norm), block, B, L, heads));
    x = x.ref.add(np.matmul(nn.relu(np.matmul(norm(x, block.norm2), block.up)), block.down));
  }
  const logits = np.matmul(norm(x, weights.norm), np.matrixTranspose(weights.embedding));
  return nn
    .logSoftmax(logits, -1)
    .mul(nn.oneHot(targets, V))
    .sum()
    .mul(-1 / (B * L));
}

/** Forward and backward, jitted whole; no optimiser. ReLU MLP of 4 D. */
export async function jaxTransformer(
  device: JaxDevice,
  { B, L, V, D }: TrainingShape,
  layers: number,
  heads: number,
): Promise<Subject> {
  await openJax(device);
  const matrix = (rows: number, columns: number): np.Array => jaxNumbers([rows, columns], 1 / Math.sqrt(rows));
  const weights: Weights = {
    embedding: matrix(V, D),
    blocks: Array.from({ length: layers }, () => ({
      norm: np.ones([D]),
      qkv: matrix(D, 3 * D),
      out: matrix(D, D),
      norm2: np.ones([D]),
      up: matrix(D, 4 * D),
      down: matrix(4 * D, D),
    })),
    norm: np.ones([D]),
  };
  const batch = arbitraryBatch({ B, L, V });
  const tokens = np.array(batch.tokens);
  const targets = np.array(batch.targets);
  const step = jit(
    valueAndGrad((own: Weights, said: np.Array, wanted: np.Array) => loss(own, said, wanted, B, L, heads)),
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

import { closeSync, openSync, writeSync } from 'node:fs';

/** Sizes of state-spaces/mamba-130m: layers, width, and rows of the embedding. */
export const MAMBA_130M = { layers: 24, D: 768, V: 50_280 } as const;

/** Writes a file of weights with the names of state-spaces/mamba, F32, drawn at random, tensor by tensor. */
export function writeRandomMamba(path: string, { layers, D, V }: { layers: number; D: number; V: number }): void {
  const [E, N, K, R] = [2 * D, 16, 4, Math.ceil(D / 16)];
  const tensors: { name: string; shape: number[]; value: (random: number) => number }[] = [];
  const add = (name: string, shape: number[], value: (random: number) => number): void => {
    tensors.push({ name, shape, value });
  };
  const within = (bound: number) => (random: number) => (2 * random - 1) * bound;
  const one = (): number => 1;
  add('backbone.embedding.weight', [V, D], within(0.05));
  for (let i = 0; i < layers; i++) {
    const block = `backbone.layers.${i}.`;
    add(`${block}norm.weight`, [D], one);
    add(`${block}mixer.in_proj.weight`, [2 * E, D], within(D ** -0.5));
    add(`${block}mixer.conv1d.weight`, [E, 1, K], within(0.5));
    add(`${block}mixer.conv1d.bias`, [E], within(0.5));
    add(`${block}mixer.x_proj.weight`, [R + 2 * N, E], within(E ** -0.5));
    add(`${block}mixer.dt_proj.weight`, [E, R], within(R ** -0.5));
    add(`${block}mixer.dt_proj.bias`, [E], random => -6 + 3 * random);
    add(`${block}mixer.A_log`, [E, N], random => 2.7 * random);
    add(`${block}mixer.D`, [E], one);
    add(`${block}mixer.out_proj.weight`, [D, E], within(E ** -0.5));
  }
  add('backbone.norm_f.weight', [D], one);
  const sizes = tensors.map(({ shape }) => 4 * shape.reduce((product, extent) => product * extent, 1));
  let at = 0;
  const members = tensors.map(({ name, shape }, i) => {
    const begin = at;
    at += sizes[i] ?? 0;
    return `${JSON.stringify(name)}:${JSON.stringify({ dtype: 'F32', shape, data_offsets: [begin, at] })}`;
  });
  const text = `{${members.join(',')}}`;
  const header = Buffer.from(text + ' '.repeat((8 - (text.length % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = openSync(path, 'w');
  writeSync(file, length);
  writeSync(file, header);
  let state = 1;
  tensors.forEach(({ value }, i) => {
    const values = Float32Array.from({ length: (sizes[i] ?? 0) / 4 }, () => {
      // Numerical Recipes' generator: any numbers will do.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return value(state / 2 ** 32);
    });
    writeSync(file, values);
  });
  closeSync(file);
}

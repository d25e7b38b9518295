import { type AnyKernel, uniformOf } from '../kernel';
import { compose } from './compose';
import { withSteps } from './interpreter';
import { permutationsOf } from './permutation';

const files = import.meta.glob<string>(['../../shaders/*/*.wgsl', '!../../shaders/shared/*.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The file of each shader: the one of its name, or the one that it is a permutation of. */
const texts = new Map(
  Object.entries(files).flatMap(([path, text]) => {
    const permutations = [...permutationsOf(text).keys()];
    const own = /(\w+)\.wgsl$/.exec(path)?.[1] ?? '';
    return (permutations.length > 0 ? permutations : [own]).map((name): [string, string] => [name, text]);
  }),
);

/** The composed text of a shader, for a device with subgroups or without. Throws for a name that no file has. */
export function shaderOf(name: string, subgroups = false): string {
  const text = texts.get(name);
  if (text === undefined) throw new Error(`no shader has the name '${name}'`);
  return compose(withSteps(text), permutationsOf(text).has(name) ? name : undefined, subgroups);
}

/** What a device compiles for a kernel: its shader, with the uniform of its dims. */
export function sourceOf(kernel: AnyKernel, subgroups = false): string {
  const shader = kernel.source ?? shaderOf(kernel.name, subgroups);
  return shader.includes('struct Dims') ? shader : shader + uniformOf(kernel);
}

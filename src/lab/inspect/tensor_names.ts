import type { Partial, Var } from '../../autodiff/tape';
import type { Dispatch } from '../../gpu/dispatch';
import type { Tensor } from '../../gpu/tensor';
import type { RecordedLayer } from '../../models/language_model';
import type { Recorder } from '../recording/recorder';

/** What a tensor of a recording is. `backward`: work memory of the backward pass, of which a part may be unused. */
export type TensorKind = 'parameter' | 'activation' | 'gradient' | 'backward';

/** A tensor of a recording with a name that says where it is. */
export interface NamedTensor {
  readonly name: string;
  readonly kind: TensorKind;
  readonly shape: readonly number[];
  /** Its values are the sum of all summands of all of these; of most there is one with one. */
  readonly parts: readonly { readonly tensor: Tensor; readonly copies: number }[];
}

/** The parts of a recording whose tensors have names. */
export interface NamedParts {
  readonly embedded: Var;
  /** What the head reads. */
  readonly normed: Tensor;
  readonly logits: Tensor;
  readonly recorder: Recorder;
}

/**
 * The one place where tensors get names: parameters have theirs, `.grad` is a gradient, as in PyTorch. What a layer writes is called by
 * the layer's prefix and its label on the tape; `output` of a norm is what its layer reads, `residual` the residual stream after a layer.
 */
export function nameTensors({ embedded, normed, logits, recorder }: NamedParts): NamedTensor[] {
  const { tape, layers } = recorder;
  const parameters = parametersOf(recorder);
  const names = new Names(parameters);
  names.add('backbone.embedding.output', 'activation', embedded.data);
  for (const layer of layers) nameLayer(names, layer);
  names.add('backbone.norm_f.output', 'activation', normed);
  names.add('lm_head.logits', 'activation', logits);
  // The residual stream shares one gradient, which ends as that of the embedding.
  for (const { data, grad } of tape.variables) {
    const name = names.of(data);
    if (name && grad) names.addGradient(name, grad);
  }
  for (const layer of layers) nameOthers(names, scopeOf(layer), layer.backward, 'backward');
  return [...parameters, ...names.all, ...parameterGradients(tape.partials)];
}

function scopeOf({ block, bound }: RecordedLayer): string {
  return `backbone.layers.${block}.${bound.prefix}`;
}

function nameLayer(names: Names, layer: RecordedLayer): void {
  const { block, bound, call, output, forward } = layer;
  const scope = scopeOf(layer);
  const norm = `backbone.layers.${block}.${bound.norm.replace(/weight$/, '')}`;
  names.add(`${norm}output`, 'activation', call.x.data);
  names.add(`${scope}${call.residual ? 'residual' : 'output'}`, 'activation', output.data);
  nameOthers(names, scope, forward, 'activation');
}

/** Names what has no name yet by its label. */
function nameOthers(names: Names, scope: string, dispatches: readonly Dispatch[], kind: TensorKind): void {
  for (const { buffers } of dispatches)
    for (const tensor of Object.values(buffers)) {
      if (tensor.lifetime !== 'activation') continue;
      const label = /^d (.*)$/s.exec(tensor.label)?.[1];
      if (label !== undefined) names.add(`${scope}${plain(label, scope)}.grad`, 'gradient', tensor);
      else names.add(`${scope}${plain(tensor.label, scope)}`, kind, tensor);
    }
}

const LETTERS: Readonly<Record<string, string>> = { β: 'beta', φ: 'phi', ᵀ: 'T' };

/** A label as a part of a name: letters, digits, and underscores. */
function plain(label: string, scope: string): string {
  return label
    .replaceAll(scope, '')
    .replaceAll(/\.weight\b/g, '')
    .replaceAll(/[βφᵀ]/g, letter => LETTERS[letter] ?? '')
    .replaceAll(/[^A-Za-z0-9.]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
}

function parametersOf({ language }: Recorder): NamedTensor[] {
  return language.model.parameters.map(({ name, shape }) => ({
    name,
    kind: 'parameter',
    shape,
    parts: [{ tensor: language.parameter(name).data, copies: 1 }],
  }));
}

function parameterGradients(partials: readonly Partial[]): NamedTensor[] {
  const names = new Map<string, NamedTensor>();
  for (const { parameter, tensor, copies } of partials) {
    const name = `${parameter.name}.grad`;
    const parts = [...(names.get(name)?.parts ?? []), { tensor, copies }];
    names.set(name, { name, kind: 'gradient', shape: parameter.shape, parts });
  }
  return [...names.values()];
}

/** Names that are used once; each tensor has one. */
class Names {
  readonly all: NamedTensor[] = [];
  readonly #taken: Set<string>;
  readonly #names = new Map<number, string>();

  /** `others`: what has names already; each may have a gradient, too. */
  constructor(others: readonly NamedTensor[]) {
    this.#taken = new Set(others.flatMap(({ name }) => [name, `${name}.grad`]));
  }

  of({ id }: Tensor): string | undefined {
    return this.#names.get(id);
  }

  /** The first name of a tensor holds. Where the name is taken, a number follows. */
  add(wanted: string, kind: TensorKind, tensor: Tensor): void {
    if (this.#names.has(tensor.id)) return;
    this.#put(wanted, kind, tensor);
  }

  /** A gradient may lie where its tensor was, and has a name of its own then. */
  addGradient(of: string, tensor: Tensor): void {
    if (this.of(tensor) === of || !this.#names.has(tensor.id)) this.#put(`${of}.grad`, 'gradient', tensor);
  }

  #put(wanted: string, kind: TensorKind, tensor: Tensor): void {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}_${number}`;
    this.#taken.add(name);
    if (!this.#names.has(tensor.id)) this.#names.set(tensor.id, name);
    this.all.push({ name, kind, shape: tensor.shape, parts: [{ tensor, copies: 1 }] });
  }
}

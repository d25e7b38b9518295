import { WORKSPACES } from '../gpu/kernels/decode/decode_model';
import { layOutParameters } from './arena';
import { DecodeAssembler } from './decode_assembler';
import { engineOf } from './engines';
import type { Model } from './model';
import { layOutStates } from './state_layout';

/** A model as one dispatch of `decode_model`. */
export interface DecodeProgram {
  readonly program: Int32Array;
  readonly instructions: number;
  /** Floats of workgroup memory. */
  readonly workspace: number;
  /** Invocations of the workgroup: a narrow model has too few columns for many. */
  readonly invocations: number;
}

/** Models up to this width run in one subgroup of most GPUs. */
const NARROW = 32;

/** Most parameters and state that one workgroup reads per token. Larger models need more of the device. */
const MOST_ELEMENTS = 2 ** 20;

/** The program that continues B sequences of up to `capacity` tokens; undefined if the model decodes layer by layer. */
export function decodeProgram(model: Model, B: number, capacity: number, engine = engineOf): DecodeProgram | undefined {
  // A program has norms, a residual stream, and a head without bias.
  if (model.config.norm === 'none' || model.config.head_bias) return undefined;
  const parameters = layOutParameters(model);
  const states = layOutStates(model, B, capacity);
  if (parameters.elements + states.elements / B > MOST_ELEMENTS) return undefined;
  const parameter = (name: string): number => {
    const entry = parameters.entries.find(candidate => candidate.name === name);
    if (!entry) throw new Error(`the model has no parameter '${name}'`);
    return entry.offset;
  };
  const { d_model: D, vocab_size: V, norm_eps: eps, tie_embeddings } = model.config;
  const assembler = new DecodeAssembler();
  const residual = assembler.take(D);
  const x = assembler.take(D);
  const norm = (name: string): void =>
    assembler.emit('rms_norm', { x: residual, weight: parameter(name), D, eps, y: x });
  const embedding = parameter('backbone.embedding.weight');

  assembler.emit('embed', { y: residual, weight: embedding, D, V });
  for (const [i, { layers }] of model.blocks.entries()) {
    const block = `backbone.layers.${i}.`;
    const state = (name: string) => {
      const entry = states.entries.find(candidate => candidate.block === i && candidate.name === name);
      if (!entry) throw new Error(`block ${i} has no state '${name}'`);
      return { at: entry.offset, shape: entry.shape.slice(1) };
    };
    for (const { layer, config, norm: before, prefix } of layers) {
      const { decode } = engine(layer);
      if (!decode) return undefined;
      norm(block + before);
      const own = (name: string): number => parameter(block + prefix + name);
      assembler.scope(() => decode({ assembler, config, parameter: own, state, x, residual, D }));
    }
  }
  norm('backbone.norm_f.weight');
  const weight = tie_embeddings ? embedding : parameter('lm_head.weight');
  assembler.emit('sample', { logits: assembler.project({ x, width: D, weight, rows: V }), V });

  const workspace = WORKSPACES.find(size => size >= assembler.workspace);
  if (workspace === undefined) return undefined;
  const invocations = D <= NARROW ? 32 : 128;
  return { program: assembler.program(), instructions: assembler.instructions, workspace, invocations };
}

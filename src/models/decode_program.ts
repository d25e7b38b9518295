import { ROOMS } from '../gpu/kernels/decode/decode_model';
import { layOutParameters } from './arena';
import { DecodeAssembler } from './decode_assembler';
import type { Model } from './model';
import { layOutStates } from './state_layout';

/** A model as one dispatch of `decode_model`. */
export interface DecodeProgram {
  readonly program: Int32Array;
  readonly instructions: number;
  /** Floats of workgroup memory. */
  readonly room: number;
}

/** Parameters and state that a lone workgroup may have to read for every token: beyond, more of the device must help. */
const MOST_ELEMENTS = 2 ** 20;

/** The program that continues B sequences of up to `capacity` tokens; undefined where the model takes the per-layer path. */
export function decodeProgram(model: Model, B: number, capacity: number): DecodeProgram | undefined {
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
    assembler.emit('rmsNorm', { x: residual, weight: parameter(name), D, eps, y: x });
  const embedding = parameter('backbone.embedding.weight');

  assembler.emit('embed', { y: residual, weight: embedding, D, V });
  for (const [i, { mixer, config, mlp }] of model.blocks.entries()) {
    if (!mixer.decode) return undefined;
    const prefix = `backbone.layers.${i}`;
    norm(`${prefix}.norm.weight`);
    const call = {
      assembler,
      config,
      parameter: (name: string) => parameter(`${prefix}.mixer.${name}`),
      state(name: string) {
        const entry = states.entries.find(candidate => candidate.block === i && candidate.name === name);
        if (!entry) throw new Error(`block ${i} has no state '${name}'`);
        return { at: entry.offset, shape: entry.shape.slice(1) };
      },
      x,
      residual,
      D,
    };
    assembler.scope(() => mixer.decode?.(call));
    if (mlp === null) continue;
    norm(`${prefix}.norm2.weight`);
    assembler.scope(() => {
      const [fc1, fc2] = [parameter(`${prefix}.mlp.fc1.weight`), parameter(`${prefix}.mlp.fc2.weight`)];
      const both = assembler.project({ x, width: D, weight: fc1, rows: 2 * mlp });
      assembler.emit('swiglu', { x: both, F: mlp, y: both });
      assembler.project({ x: both, width: mlp, weight: fc2, rows: D, onto: residual });
    });
  }
  norm('backbone.norm_f.weight');
  const weight = tie_embeddings ? embedding : parameter('lm_head.weight');
  assembler.emit('choose', { logits: assembler.project({ x, width: D, weight, rows: V }), V });

  const room = ROOMS.find(size => size >= assembler.room);
  return room === undefined ? undefined : { program: assembler.program(), instructions: assembler.instructions, room };
}

import source from '../../../shaders/decode/decode_model.wgsl?raw';
import { compose } from '../../compose';
import { defineKernel } from '../../kernel';
import { decode, INSTRUCTION_LENGTH } from './decode_operations';
import { type Machine, steps } from './decode_steps';

/**
 * Floats of workgroup memory for a model's activations: up to the 16 KiB less what choosing a token needs. Few sizes, so that
 * models share pipelines; not only the largest, since some drivers' compilers write out its zeros one by one.
 */
export const ROOMS: readonly number[] = [768, 1536, 3776];

/**
 * Continues B sequences by control[3] tokens each, in one dispatch: after the token at cursor[0] of stream (2, B, capacity).
 * `program`: `instructions` of INSTRUCTION_LENGTH, then tables (see decode_operations). `weights` and `values` are the same arena of
 * parameters, `state` holds what is carried, each tensor (B, ...). control: seed, top k, tokens given, tokens; as sample_token.
 * `invocations` run a sequence: the cursor stays, the tokens do not depend on their number.
 */
export const decodeModel = defineKernel({
  name: 'decode_model',
  source: compose(source),
  buffers: {
    weights: 'read',
    values: 'read',
    state: 'write',
    program: 'read',
    stream: 'write',
    cursor: 'read',
    control: 'read',
    temperature: 'read',
  },
  dims: { B: 'u32', capacity: 'u32', instructions: 'u32', room: 'u32', invocations: 'u32' },
  constants: ({ room, invocations }) => ({ GROUP: invocations, ROOM: room }),
  grid: ({ B }) => [B, 1, 1],
  reference({ values, state, program, stream, cursor, control, temperature }, { B, capacity, instructions, room }) {
    const [seed, topK, given, count] = control;
    const operations = Array.from({ length: instructions }, (_, i) => decode(program, i * INSTRUCTION_LENGTH));
    for (let sequence = 0; sequence < B; sequence++) {
      const activations = new Float64Array(room);
      const own = stream.subarray(sequence * capacity, (sequence + 1) * capacity);
      for (let position = cursor[0]; position < cursor[0] + count; position++) {
        const machine: Machine = {
          room: activations,
          values,
          kept: (offset, size) => state.subarray(offset + sequence * size, offset + (sequence + 1) * size),
          program,
          sequence,
          position,
          token: own[Math.min(position, capacity - 1)],
          seed,
          topK,
          temperature: temperature[0],
          choose: (token, chosen) => {
            if (position + 1 >= capacity) return;
            stream[(B + sequence) * capacity + position + 1] = chosen;
            if (position + 1 >= given) own[position + 1] = token;
          },
        };
        for (const { name, operands } of operations) steps[name](operands, machine);
      }
    }
  },
});

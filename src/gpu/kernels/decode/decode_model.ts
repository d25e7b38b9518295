import { allOf, defineKernel, u32 } from '../../kernel';
import { decode, INSTRUCTION_LENGTH } from './instructions';
import type { Machine } from './step';

/**
 * Floats of workgroup memory for a model's activations. The largest leaves of 16 KiB what sampling a token needs. The sizes are few,
 * so that models share pipelines. There are smaller ones because some drivers' compilers write out the zeros one by one.
 */
export const WORKSPACES: readonly number[] = [768, 1536, 3776];

/**
 * Continues B sequences by control[3] tokens each, in one dispatch, after the token at cursor[0] of stream (2, B, capacity). It does
 * not move the cursor. `program`: `instructions` of INSTRUCTION_LENGTH, then tables. `parameter_quads` and `parameters` are the same
 * arena. `state` holds what is carried, each tensor (B, ...). control: seed, top k, and tokens given, as in sample_token, then the
 * tokens to sample. `invocations` run a sequence; the tokens do not depend on their number.
 */
export const decodeModel = defineKernel({
  name: 'decode_model',
  buffers: {
    ...allOf('read', 'parameter_quads', 'parameters'),
    state: 'write',
    program: 'read',
    stream: 'write',
    ...allOf('read', 'cursor', 'control', 'temperature'),
  },
  dims: u32('B', 'capacity', 'instructions', 'workspace', 'invocations'),
  constants: ({ workspace, invocations }) => ({ GROUP: invocations, WORKSPACE: workspace }),
  grid: ({ B }) => [B, 1, 1],
  reference({ parameters, state, program, stream, cursor, control, temperature }, dims) {
    const { B, capacity } = dims;
    const [seed, topK, given, count] = control;
    const instructions = Array.from({ length: dims.instructions }, (_, i) => decode(program, i * INSTRUCTION_LENGTH));
    const tables = program.subarray(dims.instructions * INSTRUCTION_LENGTH);
    for (let sequence = 0; sequence < B; sequence++) {
      const workspace = new Float64Array(dims.workspace);
      const own = stream.subarray(sequence * capacity, (sequence + 1) * capacity);
      for (let position = cursor[0]; position < cursor[0] + count; position++) {
        const machine: Machine = {
          workspace,
          parameters,
          state: (offset, size) => state.subarray(offset + sequence * size, offset + (sequence + 1) * size),
          tables,
          sequence,
          position,
          token: own[Math.min(position, capacity - 1)],
          seed,
          topK,
          temperature: temperature[0],
          write: (token, sampled) => {
            if (position + 1 >= capacity) return;
            stream[(B + sequence) * capacity + position + 1] = sampled;
            if (position + 1 >= given) own[position + 1] = token;
          },
        };
        for (const { step, operands } of instructions) step.twin(operands, machine);
      }
    }
  },
});

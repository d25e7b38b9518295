import { Tape } from '../../autodiff/tape';
import { type Backend, type Memory, wholeOf } from '../../gpu/backend';
import { decodeModel } from '../../gpu/kernels/decode/decode_model';
import { Plan } from '../../gpu/plan';
import type { ParameterArena } from '../../models/arena';
import type { DecodeProgram } from '../../models/decode_program';

/** Invocations of the workgroup that runs a model. On a CPU every four of them wait for all others at every instruction. */
const INVOCATIONS = 128;
const SOFTWARE_INVOCATIONS = 4;

export interface DecodeMemories {
  /** i32 (2, 1, capacity): what the sequence holds, what was chosen. */
  readonly stream: Memory;
  readonly control: Memory;
  readonly temperature: Memory;
  readonly cursor: Memory;
  /** As models/state_layout.ts lays it out. */
  readonly state: Memory;
}

/** A plan whose list 'step' continues one sequence after the token at the cursor, by as many tokens as control[3] says. */
export function makeDecodePlan(
  backend: Backend,
  { program, instructions, room }: DecodeProgram,
  parameters: ParameterArena,
  memories: DecodeMemories,
): Promise<Plan> {
  const tape = new Tape({ training: false });
  const { memory: weights } = parameters;
  const given = { weights, values: weights, ...memories };
  const tensors = {
    weights: tape.tensor('weights', [weights.elements], 'persistent'),
    values: tape.tensor('values', [weights.elements], 'persistent'),
    state: tape.tensor('state', [memories.state.elements], 'persistent'),
    program: tape.constant('program', [program.length], program),
    stream: tape.tensor('stream', [memories.stream.elements], 'persistent', 'i32'),
    cursor: tape.tensor('cursor', [memories.cursor.elements], 'persistent', 'i32'),
    control: tape.tensor('control', [memories.control.elements], 'persistent', 'i32'),
    temperature: tape.tensor('temperature', [memories.temperature.elements], 'persistent'),
  };
  const places = new Map(Object.entries(given).map(([name, memory]) => [name, wholeOf(memory)] as const));
  tape.run(decodeModel, tensors, {
    B: 1,
    capacity: memories.stream.elements / 2,
    instructions,
    room,
    invocations: backend.software ? SOFTWARE_INVOCATIONS : INVOCATIONS,
  });
  return Plan.make(backend, { lists: { step: tape.forward }, placed: ({ label }) => places.get(label) });
}

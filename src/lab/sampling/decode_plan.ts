import { Tape } from '../../autodiff/tape';
import { type Backend, elementsOf, type Memory, type View, wholeOf } from '../../gpu/backend';
import { decodeModel } from '../../gpu/kernels/decode/decode_model';
import { Plan } from '../../gpu/plan';
import type { Tensor } from '../../gpu/tensor';
import type { ParameterArena } from '../../models/arena';
import type { DecodeProgram } from '../../models/decode_program';
import type { CarriedState } from '../recording/carried_state';
import type { Sequence } from './sequence';

/** A plan whose list 'step' continues one sequence after the token at the cursor, by control[3] tokens. */
export function makeDecodePlan(
  backend: Backend,
  { program, instructions, workspace, invocations }: DecodeProgram,
  { pages: [weights, more] }: ParameterArena,
  { capacity, memories: { stream, control, temperature } }: Sequence,
  { cursor, arena: state }: CarriedState,
): Promise<Plan> {
  if (!state || !weights || more) throw new Error('parameters or state in several memories do not fit one dispatch');
  const tape = new Tape({ training: false });
  const places = new Map<number, View>();
  const bound = (label: string, memory: Memory): Tensor => {
    const view = wholeOf(memory);
    const tensor = tape.tensor(label, [elementsOf(view)], 'persistent', memory.dtype);
    places.set(tensor.id, view);
    return tensor;
  };
  const tensors = {
    parameter_quads: bound('parameter_quads', weights),
    parameters: bound('parameters', weights),
    state: bound('state', state),
    program: tape.constant('program', [program.length], program),
    stream: bound('stream', stream),
    cursor: bound('cursor', cursor),
    control: bound('control', control),
    temperature: bound('temperature', temperature),
  };
  tape.run(decodeModel, tensors, { B: 1, capacity, instructions, workspace, invocations });
  return Plan.make(backend, { lists: { step: tape.forward }, placed: ({ id }) => places.get(id) });
}

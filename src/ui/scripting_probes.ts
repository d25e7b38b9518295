import type { FlowValues, ProbeAnswer, ProbedTensor, ProbeRequest, TensorEntry } from '../lab/inspect/probe';
import { inspectRequest } from './inspect_options';
import { probe } from './probe_actions';
import { checkSequenceOptions, type SequenceOptions } from './scripting_options';
import { loaded } from './scripting_wait';
import { runStore } from './stores/run';
import { byContender, stepsOf } from './stores/run_state';

/** Of which contender and step an answer is. */
interface Told {
  readonly name: string;
  readonly seed: number;
  readonly step: number;
}

export type FlowReport = Told & { readonly flow: FlowValues };
export type TensorsReport = Told & { readonly tensors: readonly TensorEntry[] };
export type TensorReport = Told & { readonly tensor: ProbedTensor };

/** The values of the picture of a contender's blocks. */
export async function flow(options: unknown): Promise<FlowReport> {
  const { told, answer } = await ask('flow', options, sequence => ({ ...sequence, kind: 'flow' }));
  if (answer.kind !== 'flow') throw new Error('flow: the trainer gave another answer.');
  return { ...told, flow: answer.flow };
}

/** The names, kinds, and shapes of all tensors of a sequence. */
export async function tensors(options: unknown): Promise<TensorsReport> {
  const { told, answer } = await ask('tensors', options, sequence => ({ ...sequence, kind: 'tensors' }));
  if (answer.kind !== 'tensors') throw new Error('tensors: the trainer gave another answer.');
  return { ...told, tensors: answer.tensors };
}

/** The tensor of this name, with all its values. */
export async function tensor(name: unknown, options: unknown): Promise<TensorReport> {
  if (typeof name !== 'string' || name === '')
    throw new Error('tensor(name): give the name of a tensor; tensors() lists them.');
  const { told, answer } = await ask('tensor', options, sequence => ({ ...sequence, kind: 'tensor', name }));
  if (answer.kind !== 'tensor') throw new Error('tensor: the trainer gave another answer.');
  return { ...told, tensor: answer.tensor };
}

async function ask(
  call: string,
  given: unknown,
  requestOf: (sequence: Pick<ProbeRequest, 'contender' | 'input'>) => ProbeRequest,
): Promise<{ readonly told: Told; readonly answer: ProbeAnswer }> {
  const options: SequenceOptions = checkSequenceOptions(call, given);
  await window.unroll.ready;
  await loaded();
  const run = runStore.getState();
  const names = byContender(run).map(group => group.map(({ name }) => name));
  const { contender, input } = inspectRequest(options, names, call);
  const member = run.members[contender];
  const answer = await probe(requestOf({ contender, input }));
  const { name = '', seed = 0 } = member ?? {};
  return { told: { name, seed, step: member ? stepsOf(member) : 0 }, answer };
}

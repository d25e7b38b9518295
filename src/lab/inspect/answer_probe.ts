import type { Model } from '../../models/model';
import { quoted } from '../../quoted';
import { type OpenTask, TaskError } from '../../tasks/task';
import { type InspectedSequence, inspectedSequence } from './inspected_sequence';
import { rowRms } from './kept_forward';
import type { InspectionPlans } from './plans';
import { checkLogits, likeliest, logProbabilities } from './predictions';
import type { AddsValues, FlowValues, ProbeAnswer, ProbedTensor, ProbeRequest, TensorEntry } from './probe';

interface Looked {
  readonly task: OpenTask;
  readonly model: Model;
  readonly plans: InspectionPlans;
}

/** Throws MemoryError, and TaskError for a text the task cannot read, a name that no tensor has, or a model that diverged. */
export async function answerProbe(request: ProbeRequest, looked: Looked): Promise<ProbeAnswer> {
  const sequence = inspectedSequence(looked.task, request.input);
  switch (request.kind) {
    case 'flow':
      return { kind: 'flow', flow: await flowValues(looked, sequence) };
    case 'adds':
      return { kind: 'adds', adds: await addsValues(looked, sequence) };
    case 'tensors':
      return { kind: 'tensors', tensors: await entries(looked, sequence) };
    case 'tensor':
      return { kind: 'tensor', tensor: await tensor(looked, sequence, request.name) };
    default:
      return request satisfies never;
  }
}

async function flowValues({ task, model, plans }: Looked, sequence: InspectedSequence): Promise<FlowValues> {
  const { tokens, targets, omitted } = sequence;
  const L = tokens.length;
  const V = model.config.vocab_size;
  const forward = await plans.forward(L);
  const logits = await forward.run(tokens, omitted);
  checkLogits(logits, V);
  const logs = logProbabilities(logits, V);
  const glyph = (token: number): string => task.vocabulary.glyph(token);
  const { embedded, layers } = await forward.stream();
  return {
    omitted,
    glyphs: Array.from(tokens, glyph),
    predictions: Array.from(tokens, (_, t) =>
      likeliest(logs.subarray(t * V, (t + 1) * V)).map(({ token, probability }) => ({
        glyph: glyph(token),
        logit: logits[t * V + token] ?? Number.NaN,
        probability,
        right: token === targets[t],
      })),
    ),
    embedded,
    layers,
    states: await (await plans.states(L)).run(tokens, omitted),
  };
}

async function addsValues({ plans }: Looked, { tokens, omitted }: InspectedSequence): Promise<AddsValues> {
  const begun = performance.now();
  const forward = await plans.forward(tokens.length);
  await forward.run(tokens, omitted);
  const { layers } = await forward.stream();
  // Over all tokens: the root mean square of theirs, which are of equally many numbers each.
  const whole = (tokens: Float32Array): number => rowRms(tokens, tokens.length)[0] ?? Number.NaN;
  const shares = Float32Array.from(layers, ({ added, stream }) => whole(added) / whole(stream));
  if (!shares.every(Number.isFinite)) throw new TaskError('The stream is not finite: the model has diverged.');
  return { shares, milliseconds: performance.now() - begun };
}

/** Name of what a block carries. */
function stateName({ block, name }: { readonly block: number; readonly name: string }): string {
  return `backbone.layers.${block}.state.${name}`;
}

async function entries({ plans }: Looked, { tokens }: InspectedSequence): Promise<TensorEntry[]> {
  const { named } = await plans.tensors(tokens.length);
  const { entries: states } = await plans.states(tokens.length);
  return [
    ...named.map(({ name, kind, shape }) => ({ name, kind, shape })),
    ...states.map(entry => ({ name: stateName(entry), kind: 'state' as const, shape: entry.shape })),
  ];
}

async function tensor(looked: Looked, sequence: InspectedSequence, name: string): Promise<ProbedTensor> {
  const all = await entries(looked, sequence);
  const entry = all.find(each => each.name === name);
  if (!entry) throw new TaskError(`There is no tensor ${quoted(name)}.${nearest(name, all)}`);
  const found =
    entry.kind === 'state'
      ? await carried(looked, sequence, name)
      : await (await looked.plans.tensors(sequence.tokens.length)).read(name, sequence);
  if (!found) throw new TaskError(`${name} has no values here.`);
  return { ...entry, ...found };
}

async function carried({ plans }: Looked, { tokens, omitted }: InspectedSequence, name: string) {
  const trace = await plans.states(tokens.length);
  await trace.run(tokens, omitted);
  const found = (await trace.last()).find(entry => stateName(entry) === name);
  return found && { dtype: 'f32', shape: found.shape, values: found.values };
}

/** Names that hold what was written, a few. */
function nearest(name: string, all: readonly TensorEntry[]): string {
  const last = name.split('.').at(-1) ?? name;
  const alike = all.filter(each => each.name.includes(last)).slice(0, 3);
  const some = alike.length > 0 ? alike : all.slice(0, 3);
  return ` There are ${some.map(each => each.name).join(', ')}, and others.`;
}

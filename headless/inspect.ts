import { writeNpy } from '../src/lab/export/npy';
import { tensorCsv } from '../src/lab/export/tensor_csv';
import { answerProbe } from '../src/lab/inspect/answer_probe';
import { inspectedSequence } from '../src/lab/inspect/inspected_sequence';
import type { InspectInput } from '../src/lab/inspect/inspection';
import { InspectionPlans } from '../src/lab/inspect/plans';
import type { FlowValues, ProbedTensor, TensorEntry } from '../src/lab/inspect/probe';
import { tensorAxes } from '../src/lab/inspect/tensor_axes';
import { tensorFigures } from '../src/lab/inspect/tensor_figures';
import { openHeadless } from './backend';
import { interruptible } from './interruption';
import { placeWeights } from './model_file';
import { probeOutputs, writeOutputs, writeStdout } from './outputs';
import { inputsOf, openTrained } from './trained_model';
import { usable } from './usable';
import { backendFlag, decimal, type Flags, required, UsageError } from './usage';

type FileKind = 'npy' | 'csv' | 'json';

/** `inspect`: the tensors of a model for one sequence by their names, with the values of its blocks, or one tensor with its values. */
export async function inspect(flags: Flags): Promise<void> {
  const init = required(flags, 'init');
  const { out, tensor: name } = flags;
  const backendName = backendFlag(flags);
  const input = inputOf(flags);
  const kind = fileKind(flags);
  const { imported, origin, task } = await openTrained(flags);
  const { model } = imported;
  const L = (await usable(() => inspectedSequence(task, input))).tokens.length;
  probeOutputs(out === undefined ? [] : [out], inputsOf(flags));
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(backendName));
    if (!opened) throw on.interruption?.saying('interrupted before it had looked; nothing is written');
    const { backend, report } = opened;
    const plans = new InspectionPlans(backend, model, await placeWeights(backend, init, imported));
    const looked = { task, model, plans };
    const of = { contender: 0, input };
    const about = { name: origin.name, step: origin.step, adapter: report.adapter, task: origin.task, input };
    const write = (content: string | Uint8Array): void => {
      if (out !== undefined) writeOutputs([{ path: out, content }]);
    };
    if (name === undefined) {
      const listed = await usable(() => answerProbe({ ...of, kind: 'tensors' }, looked));
      const found = await usable(() => answerProbe({ ...of, kind: 'flow' }, looked));
      const tensors = listed.kind === 'tensors' ? listed.tensors : [];
      const flow = found.kind === 'flow' ? plainFlow(found.flow) : null;
      write(`${JSON.stringify({ ...about, flow, tensors }, null, 2)}\n`);
      writeStdout(tensors.map(line).join(''));
      return;
    }
    const answer = await usable(() => answerProbe({ ...of, kind: 'tensor', name }, looked));
    if (answer.kind !== 'tensor') throw new Error(`${name} was not found`);
    const { d_model: D, vocab_size: V } = model.config;
    const { tensor } = answer;
    const axes = tensorAxes(tensor, { L, D, V });
    write(contentOf(kind, tensor, axes, about));
    writeStdout(`${line(tensor)}${figures(tensor, axes)}`);
  });
}

/** Throws UsageError. */
function inputOf({ example, prompt }: Flags): InspectInput {
  if (prompt !== undefined && example !== undefined)
    throw new UsageError('--example has no effect: a prompt is read; leave one of them out');
  if (prompt !== undefined) return { kind: 'text', text: prompt };
  const index = example === undefined ? 0 : decimal(example);
  if (Number.isInteger(index) && index >= 0 && index <= 0x7fffffff) return { kind: 'example', index };
  throw new UsageError(`--example is a whole number from 0 on, not '${example}'`);
}

/** Throws UsageError. */
function fileKind({ out, tensor }: Flags): FileKind {
  const [, ending] = /\.(npy|csv|json)$/i.exec(out ?? '.json') ?? [];
  const kind = ending?.toLowerCase();
  if (kind === 'json') return kind;
  if (tensor !== undefined && (kind === 'npy' || kind === 'csv')) return kind;
  if (tensor === undefined) throw new UsageError(`--out is a file .json without --tensor, not '${out}'`);
  throw new UsageError(`--out ends with .npy, .csv, or .json, not as '${out}' does`);
}

function contentOf(kind: FileKind, tensor: ProbedTensor, axes: readonly string[], about: object): string | Uint8Array {
  const { values, ...entry } = tensor;
  switch (kind) {
    case 'npy':
      return writeNpy(tensor.shape, values);
    case 'csv':
      return tensorCsv(axes, tensor.shape, values);
    case 'json':
      return `${JSON.stringify({ ...about, tensor: { ...entry, axes, values: plain(values) } })}\n`;
    default:
      return kind satisfies never;
  }
}

function line({ name, kind, shape }: TensorEntry): string {
  return `${name}  ${kind}  ${shape.join(' x ')}\n`;
}

function figures({ dtype, values }: ProbedTensor, axes: readonly string[]): string {
  const { mean, rms, least, most, zeros, notFinite } = tensorFigures(values);
  const [low, high, middle, size] = [least, most, mean, rms].map(value => value.toPrecision(4));
  return `  axes ${axes.join(', ')}; ${dtype}\n  mean ${middle}, RMS ${size}, from ${low} to ${high}, ${zeros} zeros, ${notFinite} not finite\n`;
}

/** JSON has no typed arrays; what is not finite is null there. */
function plain(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, value => (Number.isFinite(value) ? value : null));
}

function plainFlow({ embedded, layers, states, ...others }: FlowValues) {
  return {
    ...others,
    embedded: plain(embedded),
    layers: layers.map(({ stream, added }) => ({ stream: plain(stream), added: plain(added) })),
    states: states.map(
      own =>
        own && {
          all: plain(own.all),
          series: own.series.map(({ name, values }) => ({ name, values: plain(values) })),
        },
    ),
  };
}

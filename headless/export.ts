import { type RunConfig, runConfig } from '../src/lab/config/config';
import { membersOf } from '../src/lab/config/members';
import { modelOf } from '../src/lab/config/model_of';
import { ExportError } from '../src/lab/export/pytorch/export_error';
import { exportedModels, type Trained } from '../src/lab/export/pytorch/exported';
import { pytorchProject } from '../src/lab/export/pytorch/project';
import { zipProject } from '../src/lab/export/pytorch/zip_project';
import { layOutParameters } from '../src/models/arena';
import type { Model } from '../src/models/model';
import { openTask } from '../src/tasks/registry';
import type { Materials, Vocabulary } from '../src/tasks/task';
import { stepOf } from './facts';
import { readWeights } from './files';
import { interruptible } from './interruption';
import { readJsonAs } from './json_file';
import { readCorpus, readMaterials, readTokenizer } from './materials';
import { probeOutputs, writeOutputs } from './outputs';
import { savePaths } from './places';
import { checkTokens, materialsOf, readRaceRun } from './run_file';
import { usable } from './usable';
import { countFlag, type Flags, required, UsageError } from './usage';

const STEPS = 100;

/** What is exported: a race, the visitor's own material, and where each member is. */
interface Source {
  readonly config: RunConfig;
  readonly materials: Materials;
  /** Throws UsageError where it was trained on other tokens. */
  readonly trained: (models: readonly Model[], vocabulary: Vocabulary) => readonly (Trained | undefined)[];
}

/** `export`: writes a race as a PyTorch project, with the weights of a run file, of `run --save`, or else the first ones. */
export async function exportProject(flags: Flags): Promise<void> {
  const path = required(flags, 'file');
  const out = required(flags, 'out');
  const steps = countFlag(flags, 'steps', STEPS);
  const { config, materials, trained } = /\.unroll$/i.test(path)
    ? runFileSource(flags, path)
    : configSource(flags, path);
  const inputs = [path, flags.text, flags.sound, flags.tokenizer, ...weightPaths(flags, config)];
  probeOutputs(
    [out],
    inputs.filter(input => input !== undefined),
  );
  const task = await usable(() => openTask(config.task, config.training.seed, materials));
  if (flags.steps !== undefined && task.material)
    throw new UsageError(`--steps has no effect: the project holds all of the ${task.material.kind}; leave it out`);
  const models = await usable(() => {
    const all = membersOf(config).map(member => modelOf(member.config, task.vocabulary.size));
    return exportable(() => exportedModels(config, task, trained(all, task.vocabulary)));
  });
  await interruptible(async on => {
    const pause = async (): Promise<void> => {
      await on.breathe();
      if (on.interruption) throw on.interruption.saying('interrupted; nothing is written');
    };
    const files = await usable(() =>
      exportable(() => pytorchProject({ config, task, models, materials, steps, pause })),
    );
    writeOutputs([{ path: out, content: Buffer.concat(await zipProject(files, new Date(), pause)) }]);
  });
}

/** What cannot be exported becomes a UsageError. */
async function exportable<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ExportError) throw new UsageError(error.message);
    throw error;
  }
}

function configSource(flags: Flags, path: string): Source {
  const config = readJsonAs(path, runConfig);
  const weights = weightPaths(flags, config);
  return {
    config,
    materials: { corpus: readCorpus, ...readMaterials(flags, [config.task], path) },
    trained: models => models.map((model, index) => trainedIn(weights[index], model)),
  };
}

function runFileSource(flags: Flags, path: string): Source {
  const stray = (['weights', 'text', 'sound', 'midi'] as const).find(name => flags[name] !== undefined);
  if (stray) throw new UsageError(`--${stray} has no effect: a run file has its own; leave it out`);
  const run = readRaceRun(path);
  return {
    config: run.config,
    materials: materialsOf(run, readTokenizer(flags, [run.config.task], path)),
    trained(_, vocabulary) {
      checkTokens(path, run, vocabulary);
      return run.members.map(({ trainer }) => trainer);
    },
  };
}

/** A file for each member, as `run --save` names them. */
function weightPaths({ weights }: Flags, config: RunConfig): string[] {
  return savePaths(weights, config);
}

/** What a file of weights holds, laid out as a trainer has it. Throws UsageError if it is another model's. */
function trainedIn(file: string | undefined, model: Model): Trained | undefined {
  if (file === undefined) return undefined;
  const { model: other, values, about } = readWeights(file);
  const shapes = ({ parameters }: Model): string => parameters.map(({ name, shape }) => `${name} ${shape}`).join();
  if (shapes(other) !== shapes(model)) throw new UsageError(`${file} has the weights of another model`);
  const steps = stepOf(file, about) ?? 0;
  const { entries, elements } = layOutParameters(model);
  const parameters = new Float32Array(elements);
  for (const { name, offset } of entries) parameters.set(values.get(name) ?? [], offset);
  return { steps, parameters };
}

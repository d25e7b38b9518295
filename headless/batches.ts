import { runConfig } from '../src/lab/config/config';
import { writeBatches } from '../src/lab/export/pytorch/data_files';
import { openTask } from '../src/tasks/registry';
import { interruptible } from './interruption';
import { readJsonAs } from './json_file';
import { readCorpus, readMaterials } from './materials';
import { probeOutputs, writeOutputs } from './outputs';
import { usable } from './usable';
import { countFlag, type Flags, required, UsageError } from './usage';

const STEPS = 100;

/** `batches`: writes batches of a race's task, in its order, for `train`, `logits`, and exported PyTorch projects. */
export async function batches(flags: Flags): Promise<void> {
  const path = required(flags, 'file');
  const out = required(flags, 'out');
  const [first, steps] = [countFlag(flags, 'first', 0), countFlag(flags, 'steps', STEPS)];
  const { task, training } = readJsonAs(path, runConfig);
  const split = flags.split ?? 'train';
  if (split !== 'train' && split !== 'validation')
    throw new UsageError(`--split is train or validation, not '${split}'`);
  const materials = { corpus: readCorpus, ...readMaterials(flags, [task], path) };
  probeOutputs(
    [out],
    [path, flags.text, flags.sound, flags.tokenizer].filter(input => input !== undefined),
  );
  const opened = await usable(() => openTask(task, training.seed, materials));
  await interruptible(async on => {
    const pause = async (): Promise<void> => {
      await on.breathe();
      if (on.interruption) throw on.interruption.saying('interrupted; nothing is written');
    };
    const content = await writeBatches(opened, { split, first, steps, B: training.batch }, pause);
    writeOutputs([{ path: out, content }]);
  });
}

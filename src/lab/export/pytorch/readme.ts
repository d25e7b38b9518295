import { countParameters } from '../../../models/cost';
import type { Model } from '../../../models/model';
import { findTask } from '../../../tasks/registry';
import type { OpenTask } from '../../../tasks/task';
import type { RunConfig } from '../../config/config';
import { fullLengthFrom } from '../../config/lengths';
import type { ExportedModel } from './exported';

/** README.md of a project, in which `written` says what the files of data hold. */
export function readme(config: RunConfig, task: OpenTask, models: readonly ExportedModel[], written: string): string {
  const rows = models.map(
    ({ name, model, trained, training }, index) =>
      `| ${index} | ${cell(name)} | ${mixersOf(model)} | ${countParameters(model).toLocaleString('en')} | ${trained?.steps ?? 0} of ${training.steps} | ${training.seed} |`,
  );
  return `# ${findTask(config.task.name).title}: a race from Unroll, in PyTorch

| model | name | mixers | parameters | steps | seed |
|---|---|---|---|---|---|
${rows.join('\n')}

Every model reads ${task.vocabulary.size.toLocaleString('en')} different tokens, in sequences of ${task.length.toLocaleString('en')}.

## Train

Unpack this project into a folder of its own. It needs Python 3.8 and PyTorch 1.13 or newer.

\`\`\`
pip install -r requirements.txt
python train.py                             # all models, to the end of the schedule
python train.py --model 0 --steps 100       # one model, 100 more steps
torchrun --nproc_per_node=2 train.py        # on two GPUs
\`\`\`

${leftOut(models)}Training goes on from \`weights/\`, with the moments of AdamW where they are there. The learning rate, the weight decay (on matrices
alone), the clipping, the data, and their order are those of the race: one process continues it as Unroll does, to rounding. Several
processes have the batch of the race each. Their gradients count by scored targets, so N processes equal one with \`--batch\` N times as large.

Checkpoints go to \`out/\`, with \`curve.csv\`, and the same command resumes from the last one. Delete \`out/\` to begin again. Ctrl-C
saves first. \`python train.py --help\` lists all flags.

Without torchrun, start each process with \`RANK\`, \`WORLD_SIZE\`, \`MASTER_ADDR\`, and \`MASTER_PORT\` in its environment.

## Use a model

\`\`\`python
from model import load_model

model = load_model(0)        # or its name
logits = model(tokens)       # tokens (B, L) -> (B, L, V)
\`\`\`

\`model.set_chunk(1)\` makes the scans walk token by token. Otherwise they take 32 tokens at once. The results are equal to rounding.

## Files

| file | what it holds |
|---|---|
| \`config.json\` | the data, and each model with its parameters and its training |
| \`race.json\` | the race, for Unroll's page and its headless program |
| \`model.py\` | the models |
| \`data.py\` | the sequences in the order of the race; ${written} |
| \`train.py\` | training; \`optimiser.py\`, \`checkpoints.py\`, \`philox.py\`, and \`safetensors_file.py\` belong to it |
| \`weights/N/\` | the weights of model N, and its optimiser's moments, as safetensors |

Unroll reads the weights back: they have the names and shapes of state-spaces/mamba, F32, with the model's config in the metadata.
`;
}

/** What the Python leaves out of the race, in sentences. */
function leftOut(models: readonly ExportedModel[]): string {
  const growing = models.some(({ training, trained }) => (trained?.steps ?? 0) < fullLengthFrom(training));
  const carries = models.some(({ training }) => training.carry_state);
  const words = [
    ...(growing ? ['The race begins with shorter sequences. This program has full ones from the start.'] : []),
    ...(carries ? ['The race carries the state from batch to batch. This program begins each without one.'] : []),
  ];
  return words.length > 0 ? `${words.join(' ')}\n\n` : '';
}

function mixersOf({ blocks }: Model): string {
  return [...new Set(blocks.map(({ mixer }) => mixer.title))].join(', ');
}

/** A name within a table of Markdown. */
function cell(name: string): string {
  return name.replace(/[\\|`*_[\]<>]/g, '\\$&');
}

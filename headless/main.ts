import { parseArgs } from 'node:util';
import { legible } from '../src/tasks/name_character';
import { batches } from './batches';
import { bench } from './bench/bench';
import { check } from './check/check';
import { experiment } from './experiment';
import { exportProject } from './export';
import { inspect } from './inspect';
import { Interruption } from './interruption';
import { logits } from './logits';
import { run } from './run';
import { sample } from './sample';
import { train } from './train';
import { UsageError } from './usage';
import { weights } from './weights';

const help = (called: string): string => `Usage: ${called} COMMAND

  train  --init W.safetensors --batches B.safetensors --optimizer OPT.json --out RUN.json
         [--save W2.safetensors] [BACKEND]
         Trains the model whose config the weights' metadata holds, one step per batch.
  logits --init W.safetensors [--config CONFIG.json] --batches B.safetensors --out L.safetensors [--stepwise] [BACKEND]
         Writes tensor 'logits' (steps, B, L, V), by the parallel form or token by token.
  run    CONFIG.json [--out RUN.json] [--save W.safetensors] [--save-run RUN.unroll] [--positions P.json] [--steps N]
         [--seeds N] [--sweep SETTINGS] [--text FILE] [--sound FILE.wav] [--midi FILE.mid] [--tokenizer TOKENIZER.json] [BACKEND]
  run    --resume RUN.unroll [--out RUN.json] [--save W.safetensors] [--save-run RUN2.unroll] [--positions P.json]
         [--steps N] [--schedule cosine|fall|constant] [--lr RATE] [--tokenizer TOKENIZER.json] [BACKEND]
         Runs a page config (task, contenders, training), or goes on with the race of a run file, of the page or of
         --save-run. --out gets what window.unroll.runs() returns, --save-run the whole run. --steps ends it after N further
         steps of each contender. --save keeps the weights; of several contenders in W-1.safetensors, W-2.safetensors, ... in
         their order.
         --positions gets the loss at each position of validation sequences, and what the task measures by it, such as an
         induction metric or the in-context score.
         With --resume, --steps also goes beyond the end of a race; --schedule and --lr say what the learning rate does from
         there: one longer cosine over all steps, a new one that falls again from RATE (after a short warm-up), or constant at RATE.
         --seeds trains each contender N times. --sweep "training.lr=1e-3,3e-3 contenders.d_model=32,64" runs a race for each
         combination; names begin with training, task, contenders, or blocks. Files that are kept get the number of their race.
         --text, --sound, and --midi are for the tasks text, tokens, audio, and music with the source own, --tokenizer for tokens
         that it reads.
  sample --init W.safetensors [--config CONFIG.json] [--out S.json] [--wav S.wav] [--prompt TEXT] [--tokens N] [--seconds S]
         [--temperature T] [--top-k K] [--seed S] [--form carried|naive] [--example I] [--sequences N]
         [--text FILE] [--sound FILE.wav] [--midi FILE.mid] [--tokenizer TOKENIZER.json] [BACKEND]
         Writes what a model says: text and sound go on with a prompt (256 tokens; half a second of sound; temperature
         0.8, 0 takes the likeliest), until S seconds are over if they are given. A task that asks for answers is played from
         example I on, N sequences of it; each answer stands beside the right one, and the right ones are counted. Weights of
         'run --save' and of the page name their task; --config names it for others.
         logits and sample also read weights of state-spaces/mamba, of Hugging Face (Mamba, Mamba-2), and of torch.nn (LSTM, GRU,
         RNN). --config is the model's config.json then. Tokens are numbers, or those of --tokenizer.
  inspect --init W.safetensors [--config CONFIG.json] [--example I | --prompt TEXT] [--out FILE] [--tensor NAME]
         [--text FILE] [--sound FILE.wav] [--midi FILE.mid] [--tokenizer TOKENIZER.json] [BACKEND]
         Looks inside a model while it reads example I (0) of its task, or TEXT. Lists all its tensors; --out gets them as JSON, with
         the values of the picture of its blocks: the residual stream, what layers add and blocks carry, the next tokens. With
         --tensor it gives the figures of that tensor, and --out its values: .npy, .csv, or .json.
  export CONFIG.json|RUN.unroll --out PROJECT.zip [--weights W.safetensors] [--steps N] [--text FILE] [--sound FILE.wav]
         [--tokenizer TOKENIZER.json]
         Writes the race as a PyTorch project: models, data, training. It goes on from the run file, or with --weights from the
         files of 'run --save', named alike, or else from the first weights. The project holds the whole text or sound, or N batches
         (100) of another task.
  weights RUN.unroll --out W.safetensors
         Writes the weights in a run file without training: of each contender and seed that has some, named as by 'run --save'.
         Says which file has whose, and of which step.
  batches CONFIG.json --out B.safetensors [--first STEP] [--steps N] [--split train|validation] [--text FILE]
         [--sound FILE.wav] [--midi FILE.mid] [--tokenizer TOKENIZER.json]
         Writes N batches (100) of the race's task from STEP on, in its order: for train and logits, and for PyTorch projects.
  experiment NAME [--params P.json] [--out R.json] [--csv R.csv] [--save-run R.unroll] [BACKEND]
         Runs one experiment, with progress on standard error; Ctrl-C ends it and keeps the rows so far. --save-run writes
         a run file, which the page shows among its results; it is written after each finished measurement.
  experiment --resume R.unroll [--out R.json] [--csv R.csv] [--save-run R.unroll] [BACKEND]
         Goes on with the experiment of a run file: what it has measured is not measured again.
  experiment --list
         Names the experiments.
  check  [--mixer NAME] [BACKEND]
         Compares BACKEND with the twins: each kernel and each of its variants, the losses of ten steps, logits token by
         token, sampled tokens. --mixer takes one mixer alone.
  bench  [--only TABLE,TABLE] [--filter WORDS] [--quick] [--out BENCH.md] [BACKEND]
         Measures the machine, products, training steps, scans, and sampling, as a table in Markdown. --filter takes the
         rows with these words in their names, --quick fewer and shorter samples.

BACKEND is --backend webgpu|wasm|twin|auto [--threads N]: what computes. auto, the usual one, takes a GPU where there is one, else
wasm, which computes on the CPU with N threads (as many as it has cores). twin is plain loops in float64, for tests.

Outputs are written whole or not at all, when the work ends. Ctrl-C, SIGTERM, and a terminal that closes end any command; it
writes what there is, marked "interrupted".

Exit code 0: done; 2: a file or flag is wrong, and nothing was begun; 129: the terminal closed; 130: Ctrl-C; 143: SIGTERM;
1: anything else, such as training that diverged.`;

const OPTIONS = {
  init: { type: 'string' },
  batches: { type: 'string' },
  optimizer: { type: 'string' },
  out: { type: 'string' },
  save: { type: 'string' },
  'save-run': { type: 'string' },
  positions: { type: 'string' },
  resume: { type: 'string' },
  seeds: { type: 'string' },
  sweep: { type: 'string' },
  text: { type: 'string' },
  sound: { type: 'string' },
  midi: { type: 'string' },
  params: { type: 'string' },
  csv: { type: 'string' },
  list: { type: 'boolean' },
  config: { type: 'string' },
  prompt: { type: 'string' },
  tokens: { type: 'string' },
  seconds: { type: 'string' },
  temperature: { type: 'string' },
  'top-k': { type: 'string' },
  seed: { type: 'string' },
  form: { type: 'string' },
  example: { type: 'string' },
  sequences: { type: 'string' },
  wav: { type: 'string' },
  tokenizer: { type: 'string' },
  mixer: { type: 'string' },
  weights: { type: 'string' },
  steps: { type: 'string' },
  schedule: { type: 'string' },
  lr: { type: 'string' },
  first: { type: 'string' },
  split: { type: 'string' },
  tensor: { type: 'string' },
  only: { type: 'string' },
  filter: { type: 'string' },
  quick: { type: 'boolean' },
  backend: { type: 'string' },
  threads: { type: 'string' },
  stepwise: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** The flags of each command; others are errors. */
const COMMANDS = {
  train: {
    flags: ['init', 'batches', 'optimizer', 'out', 'save', 'backend', 'threads'],
    takes: 'nothing',
    start: train,
  },
  logits: {
    flags: ['init', 'config', 'batches', 'out', 'stepwise', 'backend', 'threads'],
    takes: 'nothing',
    start: logits,
  },
  run: {
    flags: [
      ...[
        'out',
        'save',
        'save-run',
        'positions',
        'resume',
        'steps',
        'schedule',
        'lr',
        'seeds',
        'sweep',
        'text',
        'sound',
      ],
      ...['midi', 'tokenizer'],
      ...['backend', 'threads'],
    ],
    takes: 'one config file, or --resume',
    start: run,
  },
  sample: {
    flags: [
      ...['init', 'config', 'out', 'wav', 'prompt', 'tokens', 'seconds', 'temperature', 'top-k', 'seed', 'form'],
      ...['example', 'sequences', 'text', 'sound', 'midi', 'tokenizer', 'backend', 'threads'],
    ],
    takes: 'nothing',
    start: sample,
  },
  inspect: {
    flags: [
      ...['init', 'config', 'example', 'prompt', 'tensor', 'out', 'text', 'sound', 'midi', 'tokenizer'],
      ...['backend', 'threads'],
    ],
    takes: 'nothing',
    start: inspect,
  },
  export: {
    flags: ['out', 'weights', 'steps', 'text', 'sound', 'midi', 'tokenizer'],
    takes: 'one config or run file',
    start: exportProject,
  },
  weights: { flags: ['out'], takes: 'one run file', start: weights },
  batches: {
    flags: ['out', 'first', 'steps', 'split', 'text', 'sound', 'midi', 'tokenizer'],
    takes: 'one config file',
    start: batches,
  },
  experiment: {
    flags: ['params', 'out', 'csv', 'save-run', 'resume', 'backend', 'threads', 'list'],
    takes: 'one name, --resume, or --list',
    start: experiment,
  },
  check: { flags: ['mixer', 'backend', 'threads'], takes: 'nothing', start: check },
  bench: { flags: ['only', 'filter', 'quick', 'out', 'backend', 'threads'], takes: 'nothing', start: bench },
} as const;

function isCommand(word: string | undefined): word is keyof typeof COMMANDS {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

/** The headless program. Returns the exit code; an error is one line on standard error. `called`: how a user starts it. */
export async function main(argv: readonly string[], called = 'npm run --silent headless --'): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [name, ...files] = positionals;
    if (values.help || (name === undefined && argv.length === 0)) {
      console.log(help(called));
      return values.help ? 0 : 2;
    }
    if (!isCommand(name)) {
      throw new UsageError(`there is no command '${name ?? ''}'; there are ${Object.keys(COMMANDS).join(', ')}`);
    }
    const command = COMMANDS[name];
    const known: readonly string[] = command.flags;
    const stray = Object.keys(values).find(flag => !known.includes(flag));
    if (stray !== undefined) throw new UsageError(`${name} takes no --${stray}`);
    const idle = values.list && Object.keys(values).find(flag => flag !== 'list');
    if (idle) throw new UsageError(`--${idle} has no effect with --list; leave one of them out`);
    const expected =
      command.takes === 'nothing' || values.list || (values.resume !== undefined && files.length === 0) ? 0 : 1;
    if (files.length !== expected) {
      throw new UsageError(expected === 0 ? `${name} takes no '${files[0]}'` : `${name} takes ${command.takes}`);
    }
    await command.start({ ...values, file: files[0] });
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`unroll: ${legible(message.replaceAll('\n', ' '))}`);
    if (error instanceof Interruption) return error.exitCode;
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  try {
    const parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true, tokens: true });
    const seen = new Set<string>();
    for (const token of parsed.tokens) {
      if (token.kind !== 'option') continue;
      if (seen.has(token.name)) throw new UsageError(`--${token.name} is given twice; leave one of them out`);
      if (token.value === '' && token.name !== 'prompt') throw new UsageError(`--${token.name} is empty`);
      seen.add(token.name);
    }
    return parsed;
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(error instanceof Error ? error.message : String(error));
  }
}

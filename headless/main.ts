import { parseArgs } from 'node:util';
import { experiment } from './experiment';
import { logits } from './logits';
import { run } from './run';
import { train } from './train';
import { UsageError } from './usage';

const HELP = `Usage: npm run --silent headless -- COMMAND

  train  --init W.safetensors --batches B.safetensors --optimizer OPT.json --out RUN.json
         [--save W2.safetensors] [--backend webgpu|cpu]
         Trains the model whose config the weights' metadata holds, one step per batch.
  logits --init W.safetensors --batches B.safetensors --out L.safetensors [--stepwise] [--backend webgpu|cpu]
         Writes tensor 'logits' (steps, B, L, V), by the parallel form or token by token.
  run    CONFIG.json --out RUN.json [--text FILE] [--sound FILE.wav] [--backend webgpu|cpu]
         Runs a page config (task, contenders, training) and writes what window.unroll.runs() returns.
  experiment NAME [--params P.json] --out R.json [--csv R.csv] [--backend webgpu|cpu]
         Runs one experiment, with progress on standard error; Ctrl-C ends it and keeps the rows so far.
  experiment --list
         Names the experiments.

Exit code 0: done; 2: a file or flag is wrong; 1: anything else.`;

const OPTIONS = {
  init: { type: 'string' },
  batches: { type: 'string' },
  optimizer: { type: 'string' },
  out: { type: 'string' },
  save: { type: 'string' },
  text: { type: 'string' },
  sound: { type: 'string' },
  params: { type: 'string' },
  csv: { type: 'string' },
  list: { type: 'boolean' },
  backend: { type: 'string' },
  stepwise: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Which flags a command takes; the rest are errors. */
const COMMANDS = {
  train: { flags: ['init', 'batches', 'optimizer', 'out', 'save', 'backend'], takes: 'nothing', start: train },
  logits: { flags: ['init', 'batches', 'out', 'stepwise', 'backend'], takes: 'nothing', start: logits },
  run: { flags: ['out', 'text', 'sound', 'backend'], takes: 'one config file', start: run },
  experiment: { flags: ['params', 'out', 'csv', 'backend', 'list'], takes: 'one name, or --list', start: experiment },
} as const;

function isCommand(word: string | undefined): word is keyof typeof COMMANDS {
  return word !== undefined && Object.hasOwn(COMMANDS, word);
}

/** The headless program. Returns the exit code; errors are one line on standard error. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parse(argv);
    const [name, ...files] = positionals;
    if (values.help || (name === undefined && argv.length === 0)) {
      console.log(HELP);
      return values.help ? 0 : 2;
    }
    if (!isCommand(name)) {
      throw new UsageError(`there is no command '${name ?? ''}'; there are ${Object.keys(COMMANDS).join(', ')}`);
    }
    const command = COMMANDS[name];
    const known: readonly string[] = command.flags;
    const stray = Object.keys(values).find(flag => !known.includes(flag));
    if (stray !== undefined) throw new UsageError(`${name} takes no --${stray}`);
    const expected = command.takes === 'nothing' || values.list ? 0 : 1;
    if (files.length !== expected) {
      throw new UsageError(expected === 0 ? `${name} takes no '${files[0]}'` : `${name} takes ${command.takes}`);
    }
    await command.start({ ...values, file: files[0] });
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`unroll: ${message.replaceAll('\n', ' ')}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

import { z } from 'zod';
import { strictest } from '../src/first_issue';
import { issueWords } from '../src/issue_words';
import { type RunConfig, runConfig } from '../src/lab/config/config';
import { checkName } from '../src/lab/config/names';
import { readConfigFile } from '../src/lab/import/config_file';
import type { ImportedWeights } from '../src/lab/import/import_weights';
import { latencyColumns, latencyColumnsOf } from '../src/lab/sampling/latency';
import { SampleRace } from '../src/lab/sampling/sample_race';
import { tapeColumns, tapeColumnsOf } from '../src/lab/sampling/tape';
import type { Answer, Event, Question } from '../src/lab/worker/protocol';
import type { SampleRequest } from '../src/lab/worker/read_command';
import { sampleRequest } from '../src/lab/worker/read_command';
import type { Model } from '../src/models/model';
import { withoutMark } from '../src/tasks/plain_text';
import { findTask, openTask, type TaskChoice } from '../src/tasks/registry';
import type { OpenTask, Task } from '../src/tasks/task';
import { tokenizerVocabulary } from '../src/tasks/tokenizer';
import { writeWav } from '../src/tasks/write_wav';
import { openHeadless } from './backend';
import { fact, stepOf } from './facts';
import { readText } from './files';
import { interruptible } from './interruption';
import { readJsonAs } from './json_file';
import { checkRead, readCorpus, readOwn } from './materials';
import { openModel, placeWeights } from './model_file';
import { type Output, probeOutputs, writeOutputs, writeStdout } from './outputs';
import { usable } from './usable';
import { backendFlag, decimal, type Flags, required, UsageError } from './usage';

/** The training of a model: its task and data. */
interface Origin {
  readonly name: string;
  readonly task: TaskChoice;
  /** Seed of its data. */
  readonly seed: number;
  /** The text of each token, if the file has it. */
  readonly vocabulary: readonly string[] | undefined;
  readonly step: number | null;
}

const TOKENS = 256;
const TEMPERATURE = 0.8;

/**
 * `sample`: lets a model continue a prompt, or plays a task that asks for answers and counts the right ones. If interrupted,
 * writes the results so far, then throws.
 */
export async function sample(flags: Flags): Promise<void> {
  const init = required(flags, 'init');
  const backendName = backendFlag(flags);
  const tokenizer = flags.tokenizer === undefined ? undefined : readText(flags.tokenizer);
  const race = raceOf(flags.config);
  const vocabulary = tokenizer === undefined ? undefined : await usable(() => tokenizerVocabulary(tokenizer));
  const imported = await openModel(init, { config: race ? undefined : flags.config, tokens: vocabulary?.size });
  const { model } = imported;
  const origin = readOrigin(flags, init, imported, race);
  const from = flags.config ?? init;
  const described = await usable(() => findTask(origin.task.name));
  checkRead('tokenizer', flags.tokenizer, origin.task, from);
  const own = readOwn(flags, origin.task, from);
  const task = await usable(() => openTask(origin.task, origin.seed, { corpus: readCorpus, ...own, tokenizer }));
  checkVocabulary(init, model, origin, task);
  const request = readRequest(flags, described, task);
  if (flags.wav !== undefined && !described.sound)
    throw new UsageError(`--wav has no effect: the task of ${from} is no sound; leave it out`);
  const inputs = [init, flags.config, flags.text, flags.sound, flags.tokenizer].filter(path => path !== undefined);
  probeOutputs(
    [flags.out, flags.wav].filter(path => path !== undefined),
    inputs,
  );
  await interruptible(async on => {
    const opened = await on.unless(openHeadless(backendName));
    if (!opened) throw on.interruption?.saying('interrupted before the first token; nothing is written');
    const { backend, report } = opened;
    const parameters = await placeWeights(backend, init, imported);
    const heard = new Heard();
    const field = {
      runId: 1,
      task,
      protocol: described.protocol,
      contenders: [{ index: 0, name: origin.name, contender: { status: 'finished', model, parameters } }],
    } as const;
    const race = await usable(() => new SampleRace(backend, field, 1, request, event => heard.receive(event)));
    on.signal.addEventListener('abort', () => race.stop(), { once: true });
    // The signal came before anything listened.
    if (on.signal.aborted) race.stop();
    while (await race.sampleTurn()) await on.breathe();
    const { name, step, seed } = origin;
    const file = {
      name,
      step,
      adapter: report.adapter,
      task: origin.task,
      seed,
      ended: heard.ended ?? (on.interruption ? 'interrupted' : 'finished'),
      request,
      text: heard.text,
      ...(request.play ? heard.played() : {}),
      latency: heard.latency,
      tape: heard.tape,
    };
    const outputs: Output[] = [];
    if (flags.out !== undefined) outputs.push({ path: flags.out, content: `${JSON.stringify(file, null, 2)}\n` });
    if (flags.wav !== undefined && described.sound) {
      const { rate, samplesOf } = described.sound;
      outputs.push({ path: flags.wav, content: writeWav(rate, [samplesOf(request.prompt + heard.text)]) });
    }
    writeOutputs(outputs);
    writeStdout(request.play ? heard.lines() : `${request.prompt}${heard.text}\n`);
    if (heard.skipped !== undefined) throw new Error(`${heard.skipped}${soFar(flags)}`);
    if (on.interruption) throw on.interruption.saying('interrupted; what was sampled until then is written');
  });
}

/** The files with the samples, in words. */
function soFar({ out, wav }: Flags): string {
  const written = [out, wav].filter(path => path !== undefined);
  return written.length === 0 ? '' : ` What was sampled before is in ${written.join(' and ')}.`;
}

/** Collects the samples. */
class Heard {
  text = '';
  /** Why the model was not sampled to the end. */
  skipped: string | undefined;
  /** The name of that end; undefined: it was sampled to the end. */
  ended: 'diverged' | 'failed' | undefined;
  readonly latency = latencyColumnsOf((): number[] => []);
  /** How far it was after each of its turns. */
  readonly tape = tapeColumnsOf((): number[] => []);
  #questions: readonly Question[] = [];
  readonly #answers: Answer[] = [];

  receive(event: Event): void {
    if (event.type === 'questions') this.#questions = event.questions;
    if (event.type !== 'sampled') return;
    this.text += event.text;
    if (event.skipped !== undefined) {
      this.skipped = event.skipped;
      this.ended = event.diverged ? 'diverged' : 'failed';
    }
    this.#answers.push(...event.answers);
    for (const column of latencyColumns) this.latency[column].push(...event.latency[column]);
    if (event.tape.tokens > (this.tape.tokens.at(-1) ?? 0))
      for (const column of tapeColumns) this.tape[column].push(event.tape[column]);
  }

  /** Each sequence with its answers beside the right ones, and the number of right and requested answers. */
  played() {
    return {
      sequences: this.#questions.map(({ index, glyphs }) => ({
        index,
        glyphs,
        answers: this.#answersTo(index).map(({ sequence: _, ...answer }) => answer),
      })),
      right: this.#answers.filter(({ correct }) => correct).length,
      asked: this.#questions.reduce((sum, { asked }) => sum + asked.length, 0),
    };
  }

  lines(): string {
    const lines = this.#questions.map(({ index, glyphs }) => {
      const answers = this.#answersTo(index);
      const said = answers.map(answer => answer.said).join(' ');
      const right = answers.map(answer => answer.right).join(' ');
      return `example ${index}\n  reads ${glyphs.join(' ')}\n  says  ${said}\n  right ${right}\n`;
    });
    const { right, asked } = this.played();
    return `${lines.join('')}${right} of ${asked} answers are right\n`;
  }

  #answersTo(index: number): Answer[] {
    return this.#answers.filter(({ sequence }) => sequence === index);
  }
}

const taskFact = z.looseObject({ name: z.string() });
const contenderFact = z.looseObject({ name: z.string() });
const trainingFact = z.looseObject({ seed: z.int().min(0).max(0xffffffff) });
const vocabularyFact = z.array(z.string());

/** The race in a file of --config; undefined: the file is the config of a model, or there is none. */
function raceOf(path: string | undefined): RunConfig | undefined {
  if (path === undefined) return undefined;
  return isModelConfig(readText(path)) ? undefined : readJsonAs(path, runConfig);
}

function isModelConfig(text: string): boolean {
  try {
    const config = readConfigFile(text);
    return config.task === undefined && config.contenders === undefined;
  } catch {
    return false;
  }
}

/** Throws UsageError if neither or both of the weights' file and --config name the task of training. */
function readOrigin(
  flags: Flags,
  init: string,
  { file, foreign, model }: ImportedWeights,
  race: RunConfig | undefined,
): Origin {
  const about = file.metadata;
  const step = stepOf(init, about) ?? null;
  const task = fact(init, about, 'task', taskFact);
  if (flags.config !== undefined && task)
    throw new UsageError(`--config has no effect: ${init} names its task itself; leave it out`);
  if (race) return { name: init, task: race.task, seed: race.training.seed, vocabulary: undefined, step };
  if (foreign) return { name: init, task: tokensOf(model, flags), seed: 1, vocabulary: undefined, step };
  if (!task)
    throw new UsageError(`${init} does not say what task it was trained on; give the config of its race with --config`);
  return {
    name: nameOf(fact(init, about, 'contender', contenderFact)?.name) ?? init,
    task,
    seed: fact(init, about, 'training', trainingFact)?.seed ?? 1,
    vocabulary: fact(init, about, 'vocabulary', vocabularyFact),
    step,
  };
}

/** The tokens of a model from elsewhere. */
function tokensOf(model: Model, { tokenizer }: Flags): TaskChoice {
  const read = tokenizer === undefined ? 'numbers' : 'tokenizer';
  return { name: 'tokens', read, tokens: model.config.vocab_size };
}

/** The name in the file, if a contender can have it. */
function nameOf(given: string | undefined): string | undefined {
  const checked = checkName(given ?? '');
  return checked.ok ? checked.name : undefined;
}

function checkVocabulary(init: string, model: Model, { vocabulary }: Origin, task: OpenTask): void {
  const V = model.config.vocab_size;
  const { size } = task.vocabulary;
  const fix = 'give the task and the text that it was trained on';
  if (V !== size) throw new UsageError(`${init} has ${V} tokens, its task ${size}; ${fix}`);
  if (vocabulary && vocabulary.length !== V)
    throw new UsageError(`${init} has ${V} tokens, and its vocabulary names ${vocabulary.length}; ${fix}`);
  const other = vocabulary?.findIndex((symbol, token) => symbol !== task.vocabulary.decode([token])) ?? -1;
  if (other >= 0) throw new UsageError(`${init} was trained on other tokens (token ${other} differs); ${fix}`);
}

/** The request of the flags, in the page's form. Throws UsageError for a flag without effect and for a value out of range. */
export function readRequest(flags: Flags, { protocol, sound, sampleTokens }: Task, task: OpenTask): SampleRequest {
  const plays = protocol === 'answers' && flags.prompt === undefined;
  if (sound && flags.prompt !== undefined)
    throw new UsageError('--prompt cannot be given for sound, which continues its own beginning; leave it out');
  for (const flag of ['example', 'sequences'] as const)
    if (!plays && flags[flag] !== undefined)
      throw new UsageError(`--${flag} has no effect: a prompt is continued, and no example is played; leave it out`);
  if (plays && flags.tokens !== undefined)
    throw new UsageError('--tokens has no effect: the task says how many answers it asks for; leave it out');
  if (plays && flags.seconds !== undefined)
    throw new UsageError('--seconds has no effect: the task says how many answers it asks for; leave it out');
  const { form = 'carried' } = flags;
  if (form !== 'carried' && form !== 'naive') throw new UsageError(`--form is carried or naive, not '${form}'`);
  const temperature = numberOf(flags, 'temperature') ?? (plays ? 0 : TEMPERATURE);
  for (const flag of ['top-k', 'seed'] as const)
    if (temperature === 0 && flags[flag] !== undefined)
      throw new UsageError(
        `--${flag} has no effect at temperature 0, where the likeliest token is chosen; leave it out`,
      );
  const request = {
    prompt: plays ? '' : withoutMark(flags.prompt ?? task.prompt),
    tokens: plays ? 0 : (numberOf(flags, 'tokens') ?? sampleTokens ?? TOKENS),
    temperature,
    topK: numberOf(flags, 'top-k') ?? 0,
    seed: numberOf(flags, 'seed') ?? 1,
    naive: form === 'naive',
    ...(flags.seconds === undefined ? {} : { seconds: numberOf(flags, 'seconds') }),
    ...(plays
      ? { play: { first: numberOf(flags, 'example') ?? 0, sequences: numberOf(flags, 'sequences') ?? 1 } }
      : {}),
  };
  const parsed = sampleRequest.safeParse(request);
  if (parsed.success) return parsed.data;
  const issue = strictest(parsed.error.issues);
  throw new UsageError(`--${flagOf(issue.path.at(-1))}: ${issueWords(issue)}`);
}

function flagOf(key: PropertyKey | undefined): string {
  if (key === 'topK') return 'top-k';
  return key === 'first' ? 'example' : String(key);
}

function numberOf(
  flags: Flags,
  flag: 'tokens' | 'seconds' | 'temperature' | 'top-k' | 'seed' | 'example' | 'sequences',
) {
  const text = flags[flag];
  if (text === undefined) return undefined;
  const value = decimal(text);
  if (Number.isNaN(value)) throw new UsageError(`--${flag} is a number, not '${text}'`);
  return value;
}

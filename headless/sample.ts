import { strictest } from '../src/first_issue';
import { issueWords } from '../src/issue_words';
import { latencyColumns, latencyColumnsOf } from '../src/lab/sampling/latency';
import { SampleRace } from '../src/lab/sampling/sample_race';
import { tapeColumns, tapeColumnsOf } from '../src/lab/sampling/tape';
import type { Answer, Event, Question } from '../src/lab/worker/protocol';
import type { SampleRequest } from '../src/lab/worker/read_command';
import { sampleRequest } from '../src/lab/worker/read_command';
import { withoutMark } from '../src/tasks/plain_text';
import type { OpenTask, Task } from '../src/tasks/task';
import { writeWav } from '../src/tasks/write_wav';
import { openHeadless } from './backend';
import { interruptible } from './interruption';
import { placeWeights } from './model_file';
import { type Output, probeOutputs, writeOutputs, writeStdout } from './outputs';
import { inputsOf, openTrained } from './trained_model';
import { usable } from './usable';
import { backendFlag, decimal, type Flags, required, UsageError } from './usage';

const TOKENS = 256;
const TEMPERATURE = 0.8;

/**
 * `sample`: lets a model continue a prompt, or plays a task that asks for answers and counts the right ones. If interrupted,
 * writes the results so far, then throws.
 */
export async function sample(flags: Flags): Promise<void> {
  const init = required(flags, 'init');
  const backendName = backendFlag(flags);
  const { imported, origin, described, task, from } = await openTrained(flags);
  const { model } = imported;
  const request = readRequest(flags, described, task);
  if (flags.wav !== undefined && !described.sound)
    throw new UsageError(`--wav has no effect: the task of ${from} is no sound; leave it out`);
  probeOutputs(
    [flags.out, flags.wav].filter(path => path !== undefined),
    inputsOf(flags),
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

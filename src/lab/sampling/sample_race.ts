import { type Backend, MemoryError } from '../../gpu/backend';
import { ModelError } from '../../models/mixer';
import { IGNORED, isScored } from '../../scored';
import type { OpenTask, Task } from '../../tasks/task';
import type { Event } from '../worker/protocol';
import type { SampleRequest } from '../worker/read_command';
import { furthestBehind, Lane, type RacingContender } from './lane';
import { latencyColumnsOf } from './latency';
import { answersAmong, choicesOf, longestOf, type Passage, passagesOf, questionsOf } from './sample_script';
import { Sampler } from './sampler';

export interface RaceField {
  readonly runId: number;
  readonly task: OpenTask;
  readonly protocol: Task['protocol'];
  readonly contenders: readonly RacingContender[];
}

type Sampled = Pick<
  Extract<Event, { type: 'sampled' }>,
  'text' | 'answers' | 'latency' | 'done' | 'skipped' | 'diverged'
>;

const NOTHING = {
  text: '',
  answers: [],
  latency: latencyColumnsOf(() => new Float64Array(0)),
};

/**
 * All contenders write the same passages and have the same time: the next turn, a group of tokens, is that of the lane that had the
 * least time so far. What a lane writes does not depend on the turns.
 */
export class SampleRace {
  readonly #backend: Backend;
  readonly #field: RaceField;
  readonly sampleId: number;
  readonly #request: SampleRequest;
  readonly #post: (event: Event) => void;
  readonly #passages: readonly Passage[];
  readonly #lanes: Lane[];
  readonly #stop = { aborted: false };

  /** Throws TaskError if the prompt is empty or has characters outside the vocabulary, or if the task cannot be played. */
  constructor(
    backend: Backend,
    field: RaceField,
    sampleId: number,
    request: SampleRequest,
    post: (event: Event) => void,
  ) {
    this.#backend = backend;
    this.#field = field;
    this.sampleId = sampleId;
    this.#request = request;
    this.#post = post;
    this.#passages = passagesOf(field.task, field.protocol, request);
    const ways = request.naiveBeside ? [false, true] : [request.naive];
    this.#lanes = field.contenders.flatMap(of => ways.map(naive => new Lane(of, naive, request)));
    const questions = questionsOf(this.#passages, field.task.vocabulary);
    if (questions.length > 0) post({ type: 'questions', runId: field.runId, sampleId, questions });
  }

  /** Ends the race; the current turn ends after its current submit. */
  stop(): void {
    this.#stop.aborted = true;
  }

  /** One group of tokens of one contender; false when nothing is left to do. */
  async sampleTurn(): Promise<boolean> {
    const lane = furthestBehind(this.#lanes);
    if (!lane) return false;
    if (this.#stop.aborted) {
      for (const open of this.#lanes) this.#say(open, { ...NOTHING, done: true });
      this.destroy();
      return false;
    }
    const said = await this.#advance(lane);
    this.#lanes.splice(this.#lanes.indexOf(lane), 1);
    this.#say(lane, said);
    if (!said.done) this.#lanes.push(lane);
    else lane.sampler?.destroy();
    return this.#lanes.length > 0;
  }

  /** Frees the memory of its lanes. */
  destroy(): void {
    for (const { sampler } of this.#lanes.splice(0)) sampler?.destroy();
  }

  async #advance(lane: Lane): Promise<Sampled> {
    const { name, contender } = lane.of;
    const { status } = contender;
    if (status === 'diverged' || status === 'failed')
      return { ...NOTHING, done: true, skipped: whySkipped(name, status), diverged: status === 'diverged' };
    try {
      return await this.#group(lane);
    } catch (error) {
      if (error instanceof ModelError)
        return { ...NOTHING, done: true, skipped: `${name} is not sampled further: ${error.message}` };
      if (!(error instanceof MemoryError)) throw error;
      const skipped = `${name} is not sampled further: the device has no room for ${longestOf(this.#passages)} tokens. Ask for fewer.`;
      return { ...NOTHING, done: true, skipped };
    }
  }

  async #group(lane: Lane): Promise<Sampled> {
    const passage = this.#passages[lane.passage];
    if (!passage) return { ...NOTHING, done: true };
    const { model, parameters } = lane.of.contender;
    lane.sampler ??= await Sampler.make(this.#backend, model, parameters, longestOf(this.#passages), {
      ...this.#request,
      naive: lane.naive,
    });
    if (lane.left === undefined) {
      if (!(await lane.sampler.begin(passage.given, this.#stop))) return { ...NOTHING, done: false };
      lane.left = passage.choices;
    }
    const from = lane.sampler.position;
    const count = lane.next(lane.left);
    const roundTrip = await lane.sampler.roundTrip(count);
    lane.waited(roundTrip);
    const group = await lane.sampler.advance(count, this.#stop);
    if (!group) return { ...NOTHING, done: false };
    const { tokens, position, bytes, divergedAt } = group;
    const answers = passage.played ? answersAmong(passage.played, from, tokens, this.#field.task.vocabulary) : [];
    const text = this.#textOf(passage, from, tokens, lane.passage > 0 && lane.left === passage.choices);
    const perToken = lane.wrote(group, count, text);
    if (divergedAt !== undefined)
      return { ...NOTHING, text, answers, done: true, skipped: this.#whyDiverged(lane, divergedAt), diverged: true };
    lane.left -= count;
    if (lane.left === 0) {
      lane.passage++;
      lane.left = undefined;
    }
    const point = { position, milliseconds: perToken ?? Number.NaN, bytes, tokens: count, roundTrip };
    return {
      text,
      answers,
      latency: latencyColumnsOf(column =>
        perToken === undefined ? new Float64Array(0) : Float64Array.of(point[column]),
      ),
      done: lane.passage === this.#passages.length || lane.outOfTime,
    };
  }

  /** The text chosen after `position`; for a played task only the answers, on a new line for a new sequence. */
  #textOf({ played }: Passage, position: number, tokens: Int32Array, newLine: boolean): string {
    const { vocabulary } = this.#field.task;
    if (!played) return vocabulary.decode(tokens);
    const answers = tokens.filter((_, i) => isScored(played.targets[position + i] ?? IGNORED));
    return `${newLine ? '\n' : ''}${vocabulary.decode(answers)}`;
  }

  #whyDiverged({ of: { name }, passage }: Lane, position: number): string {
    const where = `at position ${position}${this.#passages.length > 1 ? ` of sequence ${passage + 1}` : ''}`;
    return `${name} diverged: its logits ${where} are not finite numbers. Train it again with a lower learning rate.`;
  }

  #say(lane: Lane, said: Sampled): void {
    const { runId } = this.#field;
    const { naive, tape, of } = lane;
    const whose = { runId, sampleId: this.sampleId, contender: of.index, naive };
    this.#post({ type: 'sampled', ...whose, ...said, tape, finish: choicesOf(this.#passages) });
  }
}

/** Why a contender is not sampled. */
export function whySkipped(name: string, status: 'diverged' | 'failed'): string {
  return status === 'diverged'
    ? `${name} diverged: its weights are no longer numbers. Train it again with a lower learning rate.`
    : `${name} has failed. Start its race again.`;
}

import type { Backend } from '../gpu/backend';
import type { ParameterArena } from '../models/arena';
import type { Model } from '../models/model';
import { TaskError, type Vocabulary } from '../tasks/task';
import type { Event, SampleRequest } from './protocol';
import { Sampler } from './sampler';

/** Who takes part, and with what vocabulary. */
export interface RaceField {
  readonly runId: number;
  readonly task: { readonly vocabulary: Vocabulary; readonly prompt: string };
  readonly contenders: readonly { readonly model: Model; readonly trainer: { readonly parameters: ParameterArena } }[];
}

/** Tokens of a submit to begin with, and at most. */
const GROUP = 16;
const MOST_GROUP = 64;
/** A group this short is mostly the wait for the answer, so the next one is larger. */
const SHORT_MILLISECONDS = 8;

interface Lane {
  readonly contender: number;
  sampler: Sampler | undefined;
  left: number;
  group: number;
}

/** All contenders continue one prompt, a group of tokens each in turn, so that they stream side by side. */
export class SampleRace {
  readonly #backend: Backend;
  readonly #field: RaceField;
  readonly sampleId: number;
  readonly #request: SampleRequest;
  readonly #post: (event: Event) => void;
  readonly #prompt: Int32Array;
  readonly #lanes: Lane[];
  #stopped = false;

  /** Throws TaskError where the prompt has characters the vocabulary lacks, or is empty. */
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
    this.#prompt = field.task.vocabulary.encode(request.prompt);
    if (this.#prompt.length === 0) throw new TaskError('The prompt is empty; write at least one character.');
    this.#lanes = field.contenders.map((_, contender) => ({
      contender,
      sampler: undefined,
      left: request.tokens,
      group: GROUP,
    }));
  }

  /** Ends the race at the end of the turn under way. */
  stop(): void {
    this.#stopped = true;
  }

  /** One group of tokens of one contender; false when nothing is left to do. */
  async turn(): Promise<boolean> {
    const lane = this.#lanes[0];
    if (!lane) return false;
    if (this.#stopped) {
      for (const open of this.#lanes.splice(0)) this.#finish(open);
      return false;
    }
    const contender = this.#field.contenders[lane.contender];
    if (!contender) return false;
    lane.sampler ??= await Sampler.make(
      this.#backend,
      contender.model,
      contender.trainer.parameters,
      this.#prompt,
      this.#request,
    );
    const count = Math.min(lane.group, lane.left);
    const { tokens, position, millisecondsPerToken, bytes } = await lane.sampler.advance(count);
    if (millisecondsPerToken * count < SHORT_MILLISECONDS) lane.group = Math.min(MOST_GROUP, lane.group * 2);
    lane.left -= count;
    this.#lanes.shift();
    this.#post({
      type: 'sampled',
      runId: this.#field.runId,
      sampleId: this.sampleId,
      contender: lane.contender,
      text: this.#field.task.vocabulary.decode(tokens),
      positions: Float64Array.of(position),
      milliseconds: Float64Array.of(millisecondsPerToken),
      bytes: Float64Array.of(bytes),
      done: lane.left === 0,
    });
    if (lane.left > 0) this.#lanes.push(lane);
    else lane.sampler.destroy();
    return this.#lanes.length > 0;
  }

  /** Says that a lane ended early. */
  #finish(lane: Lane): void {
    lane.sampler?.destroy();
    this.#post({
      type: 'sampled',
      runId: this.#field.runId,
      sampleId: this.sampleId,
      contender: lane.contender,
      text: '',
      positions: new Float64Array(0),
      milliseconds: new Float64Array(0),
      bytes: new Float64Array(0),
      done: true,
    });
  }
}

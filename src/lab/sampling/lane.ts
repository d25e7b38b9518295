import type { ParameterArena } from '../../models/arena';
import type { Model } from '../../models/model';
import type { ContenderStatus } from '../race/contender_status';
import type { SampleRequest } from '../worker/read_command';
import { GroupClock } from './group_clock';
import type { SampledGroup, Sampler } from './sampler';
import type { TapeColumns } from './tape';

export interface RacingContender {
  /** Its place in events. */
  readonly index: number;
  readonly name: string;
  readonly contender: {
    readonly status: ContenderStatus;
    readonly model: Model;
    readonly parameters: ParameterArena;
  };
}

/** Tokens of the first turn of a naive lane: each takes far longer than one of the lane beside it. */
const FIRST_NAIVE = 4;
/** A turn takes about so many milliseconds at most, where answers come soon: lanes are seen to run side by side. */
const SHORT_TURN = 60;

/** A contender that writes, with carried state or naively, and how far it is. */
export class Lane {
  readonly of: RacingContender;
  readonly naive: boolean;
  sampler: Sampler | undefined;
  /** Index of the current passage. */
  passage = 0;
  /** Tokens left to choose in it; absent: it has not begun. */
  left: number | undefined;
  readonly #clock: GroupClock;
  readonly #most: number;
  #group: number;
  #perToken: number | undefined;
  #tape: TapeColumns<number> = { milliseconds: 0, tokens: 0, characters: 0, position: 0, bytes: 0 };

  constructor(of: RacingContender, naive: boolean, { seconds = Number.POSITIVE_INFINITY }: SampleRequest) {
    this.of = of;
    this.naive = naive;
    this.#clock = new GroupClock(naive);
    this.#group = naive ? FIRST_NAIVE : this.#clock.first;
    this.#most = 1000 * seconds;
  }

  get tape(): TapeColumns<number> {
    return this.#tape;
  }

  /** Whether it had all of its time. */
  get outOfTime(): boolean {
    return this.#tape.milliseconds >= this.#most;
  }

  /** Tokens of the next group, at most `left`: a short turn, and near the end of its time those that it still has time for. */
  next(left: number): number {
    const time = Math.min(Math.max(SHORT_TURN, this.#clock.wanted), this.#most - this.#tape.milliseconds);
    const fit = this.#perToken === undefined ? this.#group : Math.max(1, Math.round(time / this.#perToken));
    return Math.min(this.#group, left, fit);
  }

  /** Takes the round trip measured before a group. */
  waited(roundTrip: number): void {
    this.#clock.waited(roundTrip);
  }

  /** Takes a group of tokens and its text. Returns the milliseconds of a token; undefined: the group mostly waited. */
  wrote({ tokens, position, bytes, milliseconds }: SampledGroup, asked: number, text: string): number | undefined {
    this.#tape = {
      milliseconds: this.#tape.milliseconds + this.#clock.work(milliseconds),
      tokens: this.#tape.tokens + tokens.length,
      characters: this.#tape.characters + text.length,
      position,
      bytes,
    };
    const perToken = this.#clock.perToken(milliseconds, asked);
    this.#perToken = perToken ?? this.#perToken;
    this.#group = this.#clock.next(asked, milliseconds);
    return perToken;
  }
}

/** The lane that had the least time so far; of equals the one that has waited longest, which comes first. */
export function furthestBehind(lanes: readonly Lane[]): Lane | undefined {
  return lanes.reduce<Lane | undefined>(
    (least, lane) => (least && least.tape.milliseconds <= lane.tape.milliseconds ? least : lane),
    undefined,
  );
}

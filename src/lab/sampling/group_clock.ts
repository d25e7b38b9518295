import { quantile } from '../../quantile';

/** A group of tokens is so many times as long as the idle round trip, so that the wait for the answer is less than 5 % of its time. */
const ROUND_TRIPS = 20;
/** A group that is longer than this is cut next time: others wait for their turn. */
const LONG_MILLISECONDS = 250;
const SHORT_MILLISECONDS = 8;
/** Round trips that the median is of. */
const KEPT = 15;
/** First and largest number of tokens in a group, and how many times it grows at most. */
const FIRST_GROUP = 16;
const MOST_GROUP = 1024;
/** Naively, all tokens of a group are computed at the length of the last. */
const MOST_NAIVE = 64;
const GROWTH = 8;

/** The clock of the groups of tokens that are sampled on one device: what of their time is work, and how many tokens they need. */
export class GroupClock {
  readonly #most: number;
  readonly #roundTrips: number[] = [];

  constructor(naive: boolean) {
    this.#most = naive ? MOST_NAIVE : MOST_GROUP;
  }

  /** Takes a measured idle round trip, in milliseconds. */
  waited(roundTrip: number): void {
    this.#roundTrips.push(roundTrip);
    if (this.#roundTrips.length > KEPT) this.#roundTrips.shift();
  }

  /** What of the milliseconds of a group is work. */
  work(milliseconds: number): number {
    return Math.max(0, milliseconds - this.#wait);
  }

  /** Milliseconds of a token; undefined: the group mostly waited, which says nothing about its tokens. */
  perToken(milliseconds: number, tokens: number): number | undefined {
    const work = this.work(milliseconds);
    return work > milliseconds / 2 ? work / tokens : undefined;
  }

  /** Tokens of the next group, after one of so many milliseconds. */
  next(tokens: number, milliseconds: number): number {
    const { wanted } = this;
    const ratio = wanted / Math.max(milliseconds - this.#wait, wanted / GROWTH);
    if (milliseconds > LONG_MILLISECONDS) return Math.max(1, Math.floor((tokens * LONG_MILLISECONDS) / milliseconds));
    return Math.min(this.#most, Math.max(tokens, Math.ceil(tokens * ratio)));
  }

  /** Milliseconds that a group takes at least, so that little of them is waiting. */
  get wanted(): number {
    return Math.min(LONG_MILLISECONDS, Math.max(SHORT_MILLISECONDS, ROUND_TRIPS * this.#wait));
  }

  get first(): number {
    return FIRST_GROUP;
  }

  get #wait(): number {
    return this.#roundTrips.length === 0 ? 0 : quantile(this.#roundTrips, 0.5);
  }
}

import type { Event } from '../src/lab/worker/protocol';

/** Milliseconds between two lines: in a terminal the last one is written over. */
const TERMINAL_MILLISECONDS = 200;
const FILE_MILLISECONDS = 10_000;

/** The used part of standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Where progress goes, and what time it is there; a test gives its own. */
export interface ProgressOptions {
  readonly stream?: ProgressStream;
  /** In milliseconds. */
  readonly now?: () => number;
}

/** A member at the start of training. */
export interface ProgressMember {
  /** Of its contender. */
  readonly name: string;
  readonly step: number;
  readonly goal: number;
  readonly seconds: number;
}

interface Track extends ProgressMember {
  now: number;
  spent: number;
  loss: number;
  ended: boolean;
}

/** Says how far a race is: step, losses, time left. `step` is of the member furthest behind, a loss the mean over a contender's seeds. */
export class RaceProgress {
  readonly #tracks: readonly Track[];
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #every: number;
  #next: number;
  #open = false;

  constructor(members: readonly ProgressMember[], { stream = process.stderr, now = Date.now }: ProgressOptions = {}) {
    this.#tracks = members.map(member => ({
      ...member,
      now: member.step,
      spent: 0,
      loss: Number.NaN,
      ended: member.step >= member.goal,
    }));
    this.#stream = stream;
    this.#now = now;
    this.#every = stream.isTTY ? TERMINAL_MILLISECONDS : FILE_MILLISECONDS;
    this.#next = now() + this.#every;
  }

  hear(event: Event): void {
    if (event.type === 'failed' && event.contender !== undefined) {
      const track = this.#tracks[event.contender];
      if (track) track.ended = true;
    }
    if (event.type !== 'progress') return;
    const track = this.#tracks[event.contender];
    const { step, loss, seconds } = event.points;
    if (!track) return;
    track.now = step.at(-1) ?? track.now;
    track.loss = loss.at(-1) ?? track.loss;
    track.spent = (seconds.at(-1) ?? 0) - track.seconds;
    track.ended ||= track.now >= track.goal;
    if (this.#now() < this.#next) return;
    this.#next = this.#now() + this.#every;
    this.#write(this.line);
  }

  /** Ends the line in a terminal, so that the next words have one of their own. */
  end(): void {
    if (!this.#open) return;
    this.#write(this.line);
    this.#stream.write('\n');
    this.#open = false;
  }

  get line(): string {
    const racing = this.#tracks.filter(({ ended }) => !ended);
    const [behind] = (racing.length > 0 ? racing : this.#tracks).toSorted((a, b) => a.now - b.now);
    if (!behind) return '';
    const names = new Set(this.#tracks.map(({ name }) => name));
    const losses = [...names].map(name => `${name} ${this.#lossOf(name)}`);
    const left = this.#secondsLeft(racing);
    const time = left === undefined ? '' : `, ${timeWords(left)} left`;
    return `step ${whole(behind.now)} of ${whole(behind.goal)}${time}; loss: ${losses.join(', ')}`;
  }

  #lossOf(name: string): string {
    const losses = this.#tracks.flatMap(track =>
      track.name === name && !Number.isNaN(track.loss) ? [track.loss] : [],
    );
    return losses.length === 0 ? '–' : (losses.reduce((sum, loss) => sum + loss, 0) / losses.length).toFixed(3);
  }

  /** Members take turns, so their times add up. One that has not had a turn is as fast as the mean of the others. */
  #secondsLeft(racing: readonly Track[]): number | undefined {
    const perStep = this.#tracks.flatMap(({ spent, now, step }) => (now > step ? [spent / (now - step)] : []));
    if (perStep.length === 0) return undefined;
    const mean = perStep.reduce((sum, own) => sum + own, 0) / perStep.length;
    return racing.reduce(
      (sum, { spent, now, step, goal }) => sum + (goal - now) * (now > step ? spent / (now - step) : mean),
      0,
    );
  }

  #write(line: string): void {
    if (!this.#stream.isTTY) {
      this.#stream.write(`${line}\n`);
      return;
    }
    this.#open = true;
    this.#stream.write(`\r${line.slice(0, (this.#stream.columns || 80) - 1)}\u001b[K`);
  }
}

function whole(value: number): string {
  return value.toLocaleString('en');
}

/** 12 s, 9 min, 2 h 5 min. */
function timeWords(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

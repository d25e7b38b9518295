import { Random } from '../../tasks/random';

/** The signals that a visitor can choose, with their names. */
export const signalNames = {
  waves: 'Slow waves',
  steps: 'Steps',
  bumps: 'Bumps',
  drawn: 'Drawn',
} as const;
export type SignalName = keyof typeof signalNames;

export interface SignalSettings {
  /** Samples. */
  readonly length: number;
  /** Waves, steps, or bumps of the whole signal. */
  readonly pieces: number;
  readonly seed: number;
  /** From -1 to 1, evenly spaced; straight lines join them. */
  readonly drawn: readonly number[];
}

/** A signal (length); a pure function of its settings. */
export function signalOf(name: SignalName, { length, pieces, seed, drawn }: SignalSettings): Float64Array {
  const random = new Random(seed, 'inspection');
  const at = (value: (place: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, j) => value(j / Math.max(1, length - 1)));
  switch (name) {
    case 'waves': {
      const waves = Array.from({ length: pieces }, (_, i) => ({
        cycles: i + random.uniform(),
        phase: random.uniform(),
      }));
      const size = Math.sqrt(2 / pieces);
      return at(x =>
        waves.reduce((sum, { cycles, phase }) => sum + size * Math.sin(2 * Math.PI * (cycles * x + phase)), 0),
      );
    }
    case 'steps': {
      const levels = Array.from({ length: pieces }, () => 2 * random.uniform() - 1);
      return at(x => levels[Math.min(pieces - 1, Math.floor(x * pieces))]);
    }
    case 'bumps': {
      const bumps = Array.from({ length: pieces }, () => ({
        centre: random.uniform(),
        height: 2 * random.uniform() - 1,
      }));
      return at(x =>
        bumps.reduce((sum, { centre, height }) => sum + height * Math.exp(-(((x - centre) * 40) ** 2) / 2), 0),
      );
    }
    case 'drawn':
      return at(x => between(drawn, x * (drawn.length - 1)));
    default:
      name satisfies never;
      return at(() => 0);
  }
}

function between(points: readonly number[], place: number): number {
  const left = Math.min(points.length - 2, Math.floor(place));
  return points[left] + (points[left + 1] - points[left]) * (place - left);
}

import type { Backend } from '../../src/gpu/backend';
import { mobyDick } from '../../src/lab/config/presets';
import { type DecodeShape, decodeSubject } from '../../src/lab/measure/decode';
import { atPosition, POSITIONS } from '../positions';
import type { BenchCase, BenchFamily } from './case';

/** Of Moby-Dick, about. */
const V = 96;

const shapes: readonly DecodeShape[] = mobyDick.config.contenders.map(({ name, d_model: D, blocks }) => ({
  name,
  V,
  D,
  blocks,
}));

function row(shape: DecodeShape, position: number, naive = false): BenchCase {
  const [nearest] = POSITIONS;
  return {
    name: `${atPosition(shape.name, position)}${naive ? ', naive' : ''}`,
    work: { unit: 'token', amount: 1 },
    ours: (backend: Backend) => decodeSubject(backend, shape, naive ? 'naive' : 'auto', position),
    chosenAlone: position !== nearest,
  };
}

export const decode: BenchFamily = {
  name: 'decode',
  title: `Sampling a token: the contenders of the Moby-Dick race (B 1, V ${V})`,
  note:
    'Up to 64 tokens a submit, each chosen where the model runs; timed until the last can be read. Naive: everything is computed again for each token. ' +
    'Positions further along are measured where the page samples on this machine.',
  together: true,
  cases: shapes.flatMap(shape => [...POSITIONS.map(position => row(shape, position)), row(shape, POSITIONS[0], true)]),
};

import { Tape } from '../../autodiff/tape';
import { peakCopy, peakFlops, peakFma } from '../../gpu/kernels/peak/peak';
import { recordedSubject } from './recorded';
import type { MeasuredCase } from './subject';

/** Enough invocations to fill a large GPU. */
const INVOCATIONS = 65536;
/** Factors of the chains: near 1, so that the numbers keep their size. */
const SCALE = 0.999;
const SHIFT = 0.001;
/** Larger than caches. */
const COPIED_BYTES = 64 * 2 ** 20;

function fmaCase(chains: number, iterations: number): MeasuredCase {
  const dims = { invocations: INVOCATIONS, iterations, scale: SCALE, shift: SHIFT, chains };
  return {
    name: `multiply-adds, ${chains} vec4 ${chains === 1 ? 'chain' : 'chains'} an invocation`,
    work: { unit: 'FLOP', amount: peakFlops(dims) },
    flops: peakFlops(dims),
    async ours(backend) {
      const tape = new Tape({ training: false });
      tape.run(peakFma, { sums: tape.tensor('sums', [INVOCATIONS], 'persistent') }, dims);
      return recordedSubject(backend, tape.forward);
    },
  };
}

/** The machine's limit in multiply-adds is the best of these: the best number of chains differs by machine. */
export const fmaCases: readonly MeasuredCase[] = [fmaCase(1, 64), fmaCase(2, 32), fmaCase(4, 16), fmaCase(8, 8)];

/** Bytes read and bytes written both count. */
export const copyCase: MeasuredCase = {
  name: `copy of ${COPIED_BYTES / 2 ** 20} MiB`,
  work: { unit: 'byte', amount: 2 * COPIED_BYTES },
  async ours(backend) {
    const tape = new Tape({ training: false });
    const elements = COPIED_BYTES / 4;
    const source = tape.tensor('source', [elements], 'persistent');
    const destination = tape.tensor('destination', [elements], 'persistent');
    tape.run(peakCopy, { source, destination }, { quads: elements / 4 });
    return recordedSubject(backend, tape.forward);
  },
};

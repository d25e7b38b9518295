import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causalConv } from '../../src/autodiff/ops/causal_conv';
import { slice } from '../../src/autodiff/slice';
import { Tape } from '../../src/autodiff/tape';
import type { Dispatch } from '../../src/gpu/dispatch';
import type { AnyKernel, Use } from '../../src/gpu/kernel';
import { livesOf, planMemory, RecordingError } from '../../src/gpu/memory';
import { bytesOf, type Lifetime, type Tensor } from '../../src/gpu/tensor';
import { bytesCase } from '../../src/lab/measure/bytes';
import { trainingShapes } from '../../src/lab/measure/training_shapes';

let nextId = 0;

function tensor(elements = 4, lifetime: Lifetime = 'activation'): Tensor {
  return { id: nextId++, label: `t${nextId}`, shape: [elements], dtype: 'f32', lifetime };
}

type Bound = readonly [use: Use, tensor: Tensor, region?: string | readonly string[]];

/** A dispatch of a kernel with these buffers, named in order. */
function dispatch(...bound: readonly Bound[]): Dispatch {
  const named = bound.map((entry, i) => [`buffer${i}`, entry] as const);
  const kernel: AnyKernel = {
    name: 'any',
    source: '',
    buffers: Object.fromEntries(named.map(([name, [use]]) => [name, use])),
    dims: {},
    grid: () => [1, 1, 1],
    reference: () => {},
  };
  return {
    kernel,
    buffers: Object.fromEntries(named.map(([name, [, of]]) => [name, of])),
    dims: {},
    regions: Object.fromEntries(
      named.flatMap(([name, [, , region]]) => (region === undefined ? [] : [[name, region]])),
    ),
  };
}

describe('the first write', () => {
  it('of a step overwrites, and later ones add', () => {
    const gradient = tensor();
    const add = dispatch(['accumulate', gradient]);
    expect(planMemory([add, add, add]).accumulate).toEqual([0, 1, 1]);
    expect(planMemory([dispatch(['write', gradient]), add]).accumulate).toEqual([0, 1]);
  });

  it('sets one bit for each buffer that accumulates, in their order', () => {
    const [read, a, b] = [tensor(4, 'persistent'), tensor(), tensor()];
    const plan = planMemory([
      dispatch(['accumulate', b]),
      dispatch(['read', read], ['accumulate', a], ['write', tensor()], ['accumulate', b]),
      dispatch(['accumulate', b], ['accumulate', a]),
    ]);
    expect(plan.accumulate).toEqual([0, 0b10, 0b11]);
  });

  it('counts a part of a tensor by itself, until all of it is written', () => {
    const rows = tensor();
    const [left, right] = [dispatch(['accumulate', rows, '0:2']), dispatch(['accumulate', rows, '2:2'])];
    const all = dispatch(['accumulate', rows]);
    expect(planMemory([left, right, left, right]).accumulate).toEqual([0, 0, 1, 1]);
    expect(planMemory([all, left, right]).accumulate).toEqual([0, 1, 1]);
    const sides = dispatch(['write', rows, ['0:2', '4:2']]);
    const end = dispatch(['accumulate', rows, '4:2']);
    expect(planMemory([sides, left, right, end]).accumulate).toEqual([0, 1, 0, 1]);
  });
});

describe('a recording', () => {
  it('must not overwrite a gradient that has a contribution already, unless that was read before', () => {
    const rows = tensor();
    const [add, overwrite] = [dispatch(['accumulate', rows]), dispatch(['overwrite', rows])];
    const [left, right] = [dispatch(['overwrite', rows, '0:2']), dispatch(['accumulate', rows, '2:2'])];
    expect(planMemory([overwrite, add, add]).accumulate).toEqual([0, 1, 1]);
    expect(() => planMemory([right, left, dispatch(['read', rows]), left])).not.toThrow();
    for (const list of [
      [add, overwrite],
      [overwrite, overwrite],
      [add, left],
      [right, overwrite],
      [left, right, left],
    ])
      expect(() => planMemory(list)).toThrow(
        /^any overwrites what any contributed to 't\d+' \(buffer0\): record its op after all else that reads its input$/,
      );
  });

  it('of two convolutions of the same input is refused, of one is accepted', () => {
    const record = (convolutions: number) => {
      const tape = new Tape({ training: true });
      const rows = tape.variable('rows', [1, 5, 24]);
      for (let i = 1; i <= convolutions; i++) {
        const [weight, bias] = [tape.parameter('weight', [8, 1, 4]), tape.parameter('bias', [8])];
        causalConv(tape, { x: slice(rows, 0, 8), u: slice(rows, 8 * i, 8), weight, bias });
      }
      return () => planMemory([...tape.forward, ...tape.backward]);
    };
    expect(record(1)).not.toThrow();
    expect(record(2)).toThrow(
      "causal_conv_backward overwrites what causal_conv_backward contributed to 'd rows' (drows)",
    );
  });

  it('must write an activation before it reads it', () => {
    const late = tensor();
    expect(() => planMemory([dispatch(['read', late]), dispatch(['write', late])])).toThrow(RecordingError);
    expect(() => planMemory([dispatch(['read', late], ['write', late])])).toThrow("reads 't");
  });

  it('may read what others filled', () => {
    const batch = tensor(4, 'persistent');
    expect(planMemory([dispatch(['read', batch], ['read', tensor(4, 'parameter')])]).slots).toEqual([]);
  });

  it('must bind every buffer of its kernel', () => {
    const incomplete = { ...dispatch(['write', tensor()]), buffers: {} };
    expect(() => planMemory([incomplete])).toThrow("no tensor for buffer 'buffer0'");
  });
});

describe('slots', () => {
  it('are free after a tensor’s last use, not before', () => {
    const [a, b, c] = [tensor(8), tensor(8), tensor(4)];
    const chain = [dispatch(['write', a]), dispatch(['read', a], ['write', b]), dispatch(['read', b], ['write', c])];
    const { slots, slotOf } = planMemory(chain);
    expect(slots.map(({ bytes }) => bytes)).toEqual([32, 32]);
    expect(slotOf.get(c.id)).toBe(slotOf.get(a.id));
  });

  it('do not grow when a large tensor follows a small one', () => {
    const [small, between, large] = [tensor(1), tensor(64), tensor(64)];
    const chain = [
      dispatch(['write', small]),
      dispatch(['read', small], ['write', between]),
      dispatch(['read', between]),
      dispatch(['write', large]),
    ];
    expect(planMemory(chain).slots.map(({ bytes }) => bytes)).toEqual([256, 4]);
  });

  /** Each step writes one new tensor and reads some that are there. */
  const recordings = fc
    .array(fc.record({ elements: fc.integer({ min: 1, max: 1000 }), reads: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 40,
    })
    .map(steps => {
      const tensors = steps.map(({ elements }) => tensor(elements));
      return steps.map(({ reads }, step) => {
        const earlier = new Set(reads.flatMap(read => tensors[step === 0 ? 0 : read % step] ?? []));
        const own = tensors[step] ?? tensor();
        earlier.delete(own);
        return dispatch(['write', own], ...[...earlier].map((of): Bound => ['read', of]));
      });
    });

  it('hold every tensor, and never two that live at the same time', () => {
    fc.assert(
      fc.property(recordings, dispatches => {
        const { slots, slotOf } = planMemory(dispatches);
        const lives = livesOf(dispatches);
        for (const { tensor: own, first, last } of lives) {
          const slot = slotOf.get(own.id) ?? -1;
          expect(slots[slot]?.bytes).toBeGreaterThanOrEqual(bytesOf(own));
          for (const other of lives) {
            if (other.tensor === own || slotOf.get(other.tensor.id) !== slot) continue;
            expect(other.last < first || other.first > last).toBe(true);
          }
        }
      }),
    );
  });

  it('are the same for the same recording, and no more than the tensors together', () => {
    fc.assert(
      fc.property(recordings, dispatches => {
        const plan = planMemory(dispatches);
        expect(planMemory(dispatches)).toEqual(plan);
        const all = livesOf(dispatches).reduce((sum, { tensor: of }) => sum + bytesOf(of), 0);
        expect(plan.slots.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(all);
      }),
    );
  });
});

describe('bytes of training, D 64, L 512', () => {
  it.each(Object.values(trainingShapes))(
    '$name: at most 1.3 times parameters, gradients, moments, and kept activations',
    async shape => {
      const counts = await bytesCase({ ...shape, L: 512 }).count();
      expect(counts['planned / least']).toBeGreaterThan(1);
      expect(counts['planned / least']).toBeLessThanOrEqual(1.3);
    },
  );
});

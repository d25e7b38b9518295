import { u32 } from '../../kernel';

/** Sequences of a workgroup: the lanes of a vec4. */
const SEQUENCES = 4;

interface Sizes {
  readonly B: number;
  readonly L: number;
  readonly H: number;
}

/** What the forward and the backward sequence kernel of a cell share. */
function sequence(gates: number) {
  return {
    /** The products with the recurrent weight, and about 30 multiply-adds a gate besides. Lanes without a sequence count, too. */
    work: ({ B, L, H }: Sizes) => SEQUENCES * Math.ceil(B / SEQUENCES) * L * H * gates * (H + 30),
    time: { steps: ({ L }: Sizes) => L },
    grid: ({ B }: Sizes) => [Math.ceil(B / SEQUENCES), 1, 1] as const,
  };
}

/**
 * The forward kernel of a cell with so many gates, without its buffers and twin. Its constants: GROUP invocations take UNITS of the H
 * units each.
 */
export function sequenceForward<Name extends string>(name: Name, gates: number) {
  return {
    name,
    dims: u32('B', 'L', 'H', 'has_residual', 'carried', 'packed'),
    constants({ H, packed }: { readonly H: number; readonly packed: number }): Record<string, number> {
      const GROUP = groupFor(H, 256);
      return { GROUP, UNITS: Math.ceil(H / GROUP), WIDTH: H, PACKED: packed };
    },
    ...sequence(gates),
  } as const;
}

/** The backward kernel, likewise. UNITS is even. */
export function sequenceBackward<Name extends string>(name: Name, gates: number) {
  return {
    name,
    dims: u32('B', 'L', 'H', 'segment', 'carried'),
    constants({ H }: { readonly H: number }): Record<string, number> {
      const pairs = Math.ceil(H / 2);
      const GROUP = groupFor(pairs, 128);
      return { GROUP, UNITS: 2 * Math.ceil(pairs / GROUP), WIDTH: H };
    },
    ...sequence(gates),
  } as const;
}

function groupFor(items: number, most: number): number {
  return Math.min(most, Math.ceil(items / 4) * 4);
}

import type { DecodeCall } from '../decode_assembler';
import type { Decode } from '../engine';
import { hiddenOf, type RecurrentConfig } from './description';

export interface Gates {
  readonly H: number;
  /** Place of the part of a token's gates that comes from x. */
  readonly gates: number;
  /** The part that comes from h: its place, or added to another. */
  recurrent(onto?: number): number;
}

function gatesOf({ assembler, config, parameter, state, x, D }: DecodeCall<RecurrentConfig>, gates: number): Gates {
  const H = hiddenOf(config, D);
  const rows = gates * H;
  const [weight, bias] = [parameter('weight_ih_l0'), parameter('bias_ih_l0')];
  return {
    H,
    gates: assembler.project({ x, width: D, weight, rows, bias }),
    recurrent(onto) {
      const h = assembler.take(H);
      assembler.emit('load_state', { source: state('h').at, n: H, y: h });
      const own = { weight: parameter('weight_hh_l0'), bias: parameter('bias_hh_l0') };
      return assembler.project({ x: h, width: H, ...own, rows, onto });
    },
  };
}

/** Adds the new h to the residual stream: by `emit` itself if H is the model's width, else by a projection. */
function decodeHidden(
  { assembler, parameter, residual, D }: DecodeCall<RecurrentConfig>,
  H: number,
  emit: (y: number, adds: number) => void,
): void {
  if (H === D) {
    emit(residual, 1);
    return;
  }
  const y = assembler.take(H);
  emit(y, 0);
  assembler.project({ x: y, width: H, weight: parameter('out_proj.weight'), rows: D, onto: residual });
}

/** Writes the gates of a token; returns a function that writes the new h to `y`, or adds it there. */
type Cell = (call: DecodeCall<RecurrentConfig>, gates: Gates) => (y: number, adds: number) => void;

/** `decode` of a mixer with so many gates of H each and the arithmetic `cell`. */
export function recurrentDecode(gates: number, cell: Cell): Decode<RecurrentConfig> {
  return call => {
    const own = gatesOf(call, gates);
    decodeHidden(call, own.H, cell(call, own));
  };
}

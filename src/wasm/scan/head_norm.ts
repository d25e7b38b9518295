import { sigmoid } from '../shared/functions';
import { at, loadSome, multiplyAdd, putSome, storeSome, subtractProduct, sumLanes } from '../shared/lanes';

/** 1 / rms of V elements. */
function inverseRms(y: usize, V: u32, eps: f32): f32 {
  let squares = f32x4.splat(0);
  for (let j: u32 = 0; j < V; j += 4) {
    const own = loadSome(at(y, j), V - j);
    squares = multiplyAdd(own, own, squares);
  }
  return 1 / sqrt<f32>(sumLanes(squares) / <f32>V + eps);
}

/** A unit is a row. */
export function head_norm(
  from: u32,
  to: u32,
  y: usize,
  values: usize,
  weight: usize,
  out: usize,
  H: u32,
  V: u32,
  stride: u32,
  z: u32,
  gated: u32,
  eps: f32,
): void {
  for (let row = from; row < to; row++) {
    for (let h: u32 = 0; h < H; h++) {
      const first = (row * H + h) * V;
      const scale = f32x4.splat(inverseRms(at(y, first), V, eps));
      const gates = at(values, row * stride + z + h * V);
      for (let j: u32 = 0; j < V; j += 4) {
        const some = V - j;
        let own = f32x4.mul(f32x4.mul(loadSome(at(y, first + j), some), scale), loadSome(at(weight, j), some));
        if (gated) {
          const gate = loadSome(at(gates, j), some);
          own = f32x4.mul(own, f32x4.mul(gate, sigmoid(gate)));
        }
        storeSome(at(out, first + j), own, some);
      }
    }
  }
}

/** A unit is a segment of rows. */
export function head_norm_backward(
  from: u32,
  to: u32,
  y: usize,
  values: usize,
  weight: usize,
  dout: usize,
  dy: usize,
  dvalues: usize,
  dweight: usize,
  rows: u32,
  H: u32,
  V: u32,
  stride: u32,
  z: u32,
  gated: u32,
  eps: f32,
  d_stride: u32,
  dz: u32,
  segment: u32,
): void {
  const one = f32x4.splat(1);
  for (let unit = from; unit < to; unit++) {
    memory.fill(at(dweight, unit * H * V), 0, (<usize>(H * V)) << 2);
    for (let row = unit * segment; row < min(rows, (unit + 1) * segment); row++) {
      for (let h: u32 = 0; h < H; h++) {
        const first = (row * H + h) * V;
        const share = inverseRms(at(y, first), V, eps);
        const scale = f32x4.splat(share);
        const gates = at(values, row * stride + z + h * V);
        const toGates = at(dvalues, row * d_stride + dz + h * V);
        let sums = f32x4.splat(0);
        for (let j: u32 = 0; j < V; j += 4) {
          const some = V - j;
          const given = loadSome(at(dout, first + j), some);
          const pull = f32x4.mul(f32x4.mul(given, loadSome(at(y, first + j), some)), scale);
          const wanted = loadSome(at(weight, j), some);
          let passed = one;
          if (gated) {
            const gate = loadSome(at(gates, j), some);
            const open = sigmoid(gate);
            passed = f32x4.mul(gate, open);
            const slope = f32x4.mul(open, multiplyAdd(gate, f32x4.sub(one, open), one));
            storeSome(at(toGates, j), f32x4.mul(f32x4.mul(pull, wanted), slope), some);
          }
          const through = f32x4.mul(pull, passed);
          sums = multiplyAdd(through, wanted, sums);
          putSome(at(dweight, (unit * H + h) * V + j), through, some, true);
          // For the second loop: the gradient of what is divided by its root mean square.
          storeSome(at(dy, first + j), f32x4.mul(f32x4.mul(given, wanted), passed), some);
        }
        const along = f32x4.splat((sumLanes(sums) / <f32>V) * share);
        for (let j: u32 = 0; j < V; j += 4) {
          const some = V - j;
          const target = at(dy, first + j);
          const own = subtractProduct(loadSome(at(y, first + j), some), along, loadSome(target, some));
          storeSome(target, f32x4.mul(scale, own), some);
        }
      }
    }
  }
}

export function head_norm_units(rows: u32): u32 {
  return rows;
}

export function head_norm_backward_units(rows: u32, segment: u32): u32 {
  return (rows + segment - 1) / segment;
}

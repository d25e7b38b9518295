import { multiplyAdd } from '../shared/lanes';

/** A unit is the numbers of 64 invocations. */
export function peak_copy(from: u32, to: u32, source: usize, destination: usize, quads: u32): void {
  const last = min(quads, to * 1024);
  const first = from * 1024;
  memory.copy(destination + ((<usize>first) << 4), source + ((<usize>first) << 4), (<usize>(last - first)) << 4);
}

/** A unit is an invocation, whose chains run side by side. */
export function peak_fma(from: u32, to: u32, sums: usize, iterations: u32, scale: f32, shift: f32, chains: u32): void {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  const length: u32 = 4 * iterations;
  for (let i = from; i < to; i++) {
    const base = f32x4.add(f32x4.splat(<f32>(i % 64)), f32x4(0, 0.25, 0.5, 0.75));
    let x0 = base;
    let x1 = f32x4.add(base, f32x4.splat(1));
    let x2 = f32x4.add(base, f32x4.splat(2));
    let x3 = f32x4.add(base, f32x4.splat(3));
    let x4 = f32x4.add(base, f32x4.splat(4));
    let x5 = f32x4.add(base, f32x4.splat(5));
    let x6 = f32x4.add(base, f32x4.splat(6));
    let x7 = f32x4.add(base, f32x4.splat(7));
    for (let link: u32 = 0; link < length; link++) {
      x0 = multiplyAdd(x0, scales, shifts);
      if (chains > 1) x1 = multiplyAdd(x1, scales, shifts);
      if (chains > 2) x2 = multiplyAdd(x2, scales, shifts);
      if (chains > 2) x3 = multiplyAdd(x3, scales, shifts);
      if (chains > 4) x4 = multiplyAdd(x4, scales, shifts);
      if (chains > 4) x5 = multiplyAdd(x5, scales, shifts);
      if (chains > 4) x6 = multiplyAdd(x6, scales, shifts);
      if (chains > 4) x7 = multiplyAdd(x7, scales, shifts);
    }
    const low = f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3));
    const all = f32x4.add(low, f32x4.add(f32x4.add(x4, x5), f32x4.add(x6, x7)));
    const sum =
      f32x4.extract_lane(all, 0) +
      f32x4.extract_lane(all, 1) +
      (f32x4.extract_lane(all, 2) + f32x4.extract_lane(all, 3));
    store<f32>(sums + ((<usize>i) << 2), sum);
  }
}

export function peak_copy_units(quads: u32): u32 {
  return (quads + 1023) / 1024;
}

export function peak_fma_units(invocations: u32): u32 {
  return invocations;
}

/** Radians of 2^-32 of a turn. */
const UNIT: f64 = 1.4629180792671596e-9;

/** The angle of a pair at a position, in units of 2^-32 of a turn. `ropeTurn` of gpu/kernels/attention/rope.ts is its twin. */
export function turnOf(frequencies: usize, pair: u32, position: u32): u32 {
  const place = frequencies + ((<usize>pair) << 3);
  const rest = (<u64>load<u32>(place, 4) * <u64>position) >> 32;
  return position * load<u32>(place) + <u32>rest;
}

/** Radians from the nearest quarter of a turn, at most π/4. */
function remainder(turn: u32): f64 {
  return <f64>(<i32>(turn - (quarter(turn) << 30))) * UNIT;
}

function quarter(turn: u32): u32 {
  return (turn + (1 << 29)) >> 30;
}

/**
 * The sine and the cosine of an angle in units of 2^-32 of a turn, as two f64: rounded to f32 each is the nearest or its neighbour. Both
 * series run side by side. Their terms are multiplied, because divisions would take most of the time of attention.
 */
export function sineAndCosine(turn: u32): v128 {
  const x = remainder(turn);
  const z = f64x2.splat(x * x);
  let series = next(f64x2.splat(1), z, f64x2(1.0 / 110, 1.0 / 90));
  series = next(series, z, f64x2(1.0 / 72, 1.0 / 56));
  series = next(series, z, f64x2(1.0 / 42, 1.0 / 30));
  series = next(series, z, f64x2(1.0 / 20, 1.0 / 12));
  series = next(series, z, f64x2(1.0 / 6, 1.0 / 2));
  series = f64x2.mul(series, f64x2.replace_lane(f64x2.splat(1), 0, x));
  const way = quarter(turn) & 3;
  if (way & 1) series = f64x2.mul(v128.shuffle<f64>(series, series, 1, 0), f64x2(1, -1));
  return way & 2 ? f64x2.neg(series) : series;
}

/** 1 - z · factors · series, for the sine and the cosine. */
function next(series: v128, z: v128, factors: v128): v128 {
  return f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.mul(z, factors), series));
}

export function sineOf(turn: u32): f32 {
  return <f32>f64x2.extract_lane(sineAndCosine(turn), 0);
}

export function cosineOf(turn: u32): f32 {
  return <f32>f64x2.extract_lane(sineAndCosine(turn), 1);
}

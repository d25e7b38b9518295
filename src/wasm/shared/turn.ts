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

function sineSeries(x: f64): f64 {
  const z = x * x;
  return x * (1 - (z / 6) * (1 - (z / 20) * (1 - (z / 42) * (1 - (z / 72) * (1 - z / 110)))));
}

function cosineSeries(x: f64): f64 {
  const z = x * x;
  return 1 - (z / 2) * (1 - (z / 12) * (1 - (z / 30) * (1 - (z / 56) * (1 - z / 90))));
}

/** The sine of an angle in units of 2^-32 of a turn, rounded to the nearest f32 or its neighbour. */
export function sineOf(turn: u32): f32 {
  const x = remainder(turn);
  const way = quarter(turn) & 3;
  const value = way & 1 ? cosineSeries(x) : sineSeries(x);
  return <f32>(way & 2 ? -value : value);
}

/** The cosine, as `sineOf`. */
export function cosineOf(turn: u32): f32 {
  return sineOf(turn + (1 << 30));
}

// What erase_scan and the output of an RWKV-7 take, from r, k, v, w, and z. LANES invocations share a head of a row.
//#import sigmoid
//#import read_length
@group(0) @binding(1) var<storage, read> values: array<f32>;       // (rows, stride): r, k, v, D each
@group(0) @binding(2) var<storage, read> vectors: array<f32>;      // (3, D): k_k, k_a, r_k
@group(0) @binding(3) var<storage, read_write> gated: array<f32>;  // (rows, 4D + H): w, z, a gate, v, and the bonuses
@group(0) @binding(4) var<storage, read_write> keys: array<f32>;   // (rows, 4, D): r, c, e, k
@group(0) @binding(5) var<storage, read_write> gates: array<f32>;  // (rows, D)

//#each GROUP
fn each(i: u32) {
  let D = dims.H * dims.K;
  let row = i / LANES / dims.H;
  let h = i / LANES % dims.H;
  let begin = h * dims.K + i % LANES;
  let end = select(0u, (h + 1u) * dims.K, row < dims.rows);
  let length = max(read_length(0u, i % GROUP, row * dims.stride + D, begin, end), 1e-12);
  let own = row * (4u * D + dims.H);
  var bonus = 0.0;
  for (var column = begin; column < end; column += LANES) {
    let given = row * dims.stride + column;
    let r = values[given];
    let k = values[given + D];
    let rate = sigmoid(gated[own + D + column]);
    let read = k * vectors[column] / length;
    let key = k * (1.0 + (rate - 1.0) * vectors[D + column]);
    let to = row * 4u * D + column;
    keys[to] = r;
    keys[to + D] = read;
    keys[to + 2u * D] = read * rate;
    keys[to + 3u * D] = key;
    gates[row * D + column] = exp(-RATE * sigmoid(gated[own + column]));
    gated[own + 3u * D + column] = values[given + 2u * D];
    bonus += r * key * vectors[2u * D + column];
  }
  bonus = team_sum(1u, i % GROUP, vec2f(bonus, 0.0)).x;
  if (i % LANES == 0u && row < dims.rows) {
    gated[own + 4u * D + h] = bonus;
  }
}

// Adjoint of erase_inputs, with a copy of the gradients of the vectors for each segment of rows. With c = k k_k / |k k_k| and
// e = c a, key = k (1 + (a - 1) k_a), and s the bonus:
//   d key += ds r r_k,  dc += de a,  d (k k_k) = (dc - c (c · dc)) / |k k_k|,  da = de c + d key k k_a,
//   dr += ds key r_k,  dk = k_k d (k k_k) + d key (1 + (a - 1) k_a),  dw = -e^-½ σ(w) (1 - σ(w)) d ln gate.
// LANES invocations share a head of a segment, one row after the other.
//#import sigmoid
//#import read_length
@group(0) @binding(1) var<storage, read> values: array<f32>;          // (rows, stride): r, k, v, D each
@group(0) @binding(2) var<storage, read> vectors: array<f32>;         // (3, D): k_k, k_a, r_k
@group(0) @binding(3) var<storage, read> gated: array<f32>;           // (rows, 4D + H): w, z
@group(0) @binding(4) var<storage, read> dkeys: array<f32>;           // (rows, 4, D): of r, c, e, key
@group(0) @binding(5) var<storage, read> dgates: array<f32>;          // (rows, D): of the logarithms
@group(0) @binding(6) var<storage, read_write> dgated: array<f32>;    // (rows, 4D + H): has those of v and s
@group(0) @binding(7) var<storage, read_write> dvalues: array<f32>;   // (rows, d_stride): r, k, v
@group(0) @binding(8) var<storage, read_write> dvectors: array<f32>;  // (copies, 3, D)

//#each GROUP
fn each(i: u32) {
  let D = dims.H * dims.K;
  let h = i / LANES % dims.H;
  let copy = i / LANES / dims.H;
  let begin = copy * dims.segment;
  let first = h * dims.K + i % LANES;
  let sums = copy * 3u * D;
  for (var column = first; column < (h + 1u) * dims.K && begin < dims.rows; column += LANES) {
    dvectors[sums + column] = 0.0;
    dvectors[sums + D + column] = 0.0;
    dvectors[sums + 2u * D + column] = 0.0;
  }
  for (var turn = 0u; turn < dims.segment; turn++) {
    let row = begin + turn;
    let stop = select(0u, (h + 1u) * dims.K, row < dims.rows);
    let whole = read_length(2u * turn, i % GROUP, row * dims.stride + D, first, stop);
    let length = max(whole, 1e-12);
    let own = row * (4u * D + dims.H);
    let of_bonus = dgated[own + 4u * D + h];
    var along = 0.0;
    for (var column = first; column < stop; column += LANES) {
      let pull = row * 4u * D + column;
      let of_read = dkeys[pull + D] + dkeys[pull + 2u * D] * sigmoid(gated[own + D + column]);
      along += of_read * (values[row * dims.stride + D + column] * vectors[column] / length);
    }
    along = team_sum(2u * turn + 1u, i % GROUP, vec2f(along, 0.0)).x;
    along = select(0.0, along, whole > 1e-12);
    for (var column = first; column < stop; column += LANES) {
      let given = row * dims.stride + column;
      let pull = row * 4u * D + column;
      let r = values[given];
      let k = values[given + D];
      let rate = sigmoid(gated[own + D + column]);
      let fade = sigmoid(gated[own + column]);
      let read = k * vectors[column] / length;
      let of_read = (dkeys[pull + D] + dkeys[pull + 2u * D] * rate - read * along) / length;
      let changed = 1.0 + (rate - 1.0) * vectors[D + column];
      let of_key = dkeys[pull + 3u * D] + of_bonus * r * vectors[2u * D + column];
      let of_rate = dkeys[pull + 2u * D] * read + of_key * k * vectors[D + column];
      let to = row * dims.d_stride + column;
      dvalues[to] = dkeys[pull] + of_bonus * k * changed * vectors[2u * D + column];
      dvalues[to + D] = of_read * vectors[column] + of_key * changed;
      dvalues[to + 2u * D] = dgated[own + 3u * D + column];
      dgated[own + column] = -RATE * fade * (1.0 - fade) * dgates[row * D + column];
      dgated[own + D + column] = of_rate * rate * (1.0 - rate);
      dvectors[sums + column] += of_read * k;
      dvectors[sums + D + column] += of_key * k * (rate - 1.0);
      dvectors[sums + 2u * D + column] += of_bonus * r * k * changed;
    }
  }
}

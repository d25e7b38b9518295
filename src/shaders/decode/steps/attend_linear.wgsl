//#import elu
// S += phi(k) vᵀ,  z += phi(k),  y = phi(q) S / (phi(q) · z + eps); rows of `sums` are those of S, then z's number.
fn attend_linear(local: u32, sequence: u32, qkv: u32, D: u32, heads: u32, eps: f32, sums: u32, y: u32) {
  let width = D / heads;
  let kept = sums + sequence * D * (width + 1u);
  for (var i = local; i < D; i += GROUP) {
    let key = elu_plus_one(workspace[qkv + D + i]);
    workspace[qkv + i] = elu_plus_one(workspace[qkv + i]);
    workspace[qkv + D + i] = key;
    state[kept + i * (width + 1u) + width] += key;
  }
  storageBarrier();
  workgroupBarrier();
  for (var i = local; i < D; i += GROUP) {
    let head = i / width * width;
    var mixed = 0.0;
    var total = eps;
    for (var j = head; j < head + width; j++) {
      let row = kept + j * (width + 1u);
      let sum = state[row + i - head] + workspace[qkv + D + j] * workspace[qkv + 2u * D + i];
      state[row + i - head] = sum;
      mixed += workspace[qkv + j] * sum;
      total += workspace[qkv + j] * state[row + width];
    }
    workspace[y + i] = mixed / total;
  }
  storageBarrier();
}

//#import elu
fn feature_map(local: u32, qkv: u32, D: u32, heads: u32, values: u32) {
  for (var i = local; i < 2u * D; i += GROUP) {
    workspace[qkv + i] = elu_plus_one(workspace[qkv + i]);
  }
  let width = D / heads;
  for (var i = local; i < D; i += GROUP) {
    workspace[values + i + i / width] = workspace[qkv + 2u * D + i];
  }
  for (var head = local; head < heads; head += GROUP) {
    workspace[values + (head + 1u) * (width + 1u) - 1u] = 1.0;
  }
}

//#import softplus
fn softplus_decay(local: u32, x: u32, bias: u32, A_log: u32, H: u32, y: u32) {
  for (var head = local; head < H; head += GROUP) {
    let weight = softplus(workspace[x + head] + parameters[bias + head]);
    workspace[y + head] = -exp(parameters[A_log + head]) * weight;
    workspace[y + H + head] = weight;
  }
}

//#import sigmoid
//#import softplus
//#import one_minus_exp
//#import preserving
fn preserving_cell(local: u32, sequence: u32, position: u32, u: u32, r: u32, i: u32, A: u32, W: u32, h: u32, y: u32) {
  for (var w = local; w < W; w += GROUP) {
    let at = h + sequence * W + w;
    let kept = preserving(workspace[r + w], parameters[A + w], position == 0u);
    let next = kept.x * state[at] + kept.y * sigmoid(workspace[i + w]) * workspace[u + w];
    state[at] = next;
    workspace[y + w] = next;
  }
}

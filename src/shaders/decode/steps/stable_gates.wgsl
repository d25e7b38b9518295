//#import softplus
//#import sigmoid
//#import stable_step
fn stable_gates(local: u32, sequence: u32, position: u32, cells: u32, H: u32, scale: f32, m: u32, gates: u32) {
  for (var h = local; h < H; h += GROUP) {
    let at = m + sequence * H + h;
    let next = stable_step(workspace[cells + h], workspace[cells + H + h], state[at], position == 0u);
    workspace[gates + h] = next.x;
    workspace[gates + H + h] = scale * next.y;
    state[at] = next.z;
    workspace[cells + h] = next.z;
  }
}

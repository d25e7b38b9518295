//#import exp_close
//#import xpos_factor
fn xpos_scale(local: u32, position: u32, qkv: u32, D: u32, heads: u32, sharing: u32) {
  for (var i = local; i < D + D / sharing; i += GROUP) {
    workspace[qkv + i] *= xpos_factor(i, position, D, D / sharing, D / heads);
  }
}

//#permutation xpos_scale
//#permutation xpos_scale_backward BACKWARD
// Multiplies q and k by the factors of xPos. An invocation takes a column of a token.
//#import exp_close
//#import xpos_factor
//#import head_places
//#if BACKWARD
@group(0) @binding(1) var<storage, read> dout: array<f32>;        // (B, L, row_width())
@group(0) @binding(2) var<storage, read_write> dqkv: array<f32>;
//#else
@group(0) @binding(1) var<storage, read> qkv: array<f32>;         // (B, L, row_width())
@group(0) @binding(2) var<storage, read> cursor: array<i32>;
@group(0) @binding(3) var<storage, read_write> out: array<f32>;
//#endif

//#each 64 of dims.B * dims.L * row_width()
fn each(i: u32) {
  var position = i / row_width() % dims.L;
  //#if BACKWARD
  var own = dout[i] * xpos_factor(i % row_width(), position, dims.D, key_width(), dims.D / dims.heads);
  if ((dims.accumulate & 1u) != 0u) {
    own += dqkv[i];
  }
  dqkv[i] = own;
  //#else
  if (dims.from_cursor == 1u) {
    position += u32(cursor[0]);
  }
  out[i] = qkv[i] * xpos_factor(i % row_width(), position, dims.D, key_width(), dims.D / dims.heads);
  //#endif
}

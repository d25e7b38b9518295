struct Dims {
  rows: u32, columns: u32, inner: u32, a_stride: u32, a_offset: u32,
  //#if NT
  c_stride: u32, c_offset: u32, has_bias: u32, has_residual: u32,
  //#endif
  //#if NN
  c_stride: u32, c_offset: u32, accumulate: u32, start: u32, stop: u32,
  //#endif
  //#if TN
  b_stride: u32, b_offset: u32, chunk: u32, has_bias: u32,
  //#endif
}

// Where a result is, in floats.
fn place(split: u32, row: u32, column: u32) -> u32 {
  //#if TN
  return (split * dims.rows + row) * dims.columns + column;
  //#else
  return dims.c_offset + row * dims.c_stride + column;
  //#endif
}

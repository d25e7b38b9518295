// Where a result is, in floats.
fn place(split: u32, row: u32, column: u32) -> u32 {
  //#if TN
  return (split * dims.rows + row) * dims.columns + column;
  //#else
  return dims.c_offset + row * dims.c_stride + column;
  //#endif
}

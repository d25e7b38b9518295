fn load_table(local: u32, table: u32, n: u32, y: u32) {
  for (var i = local; i < n; i += GROUP) {
    workspace[y + i] = bitcast<f32>(program[dims.instructions * LENGTH + table + i]);
  }
}

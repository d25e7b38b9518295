fn add_positions(local: u32, position: u32, y: u32, weight: u32, D: u32, places: u32) {
  let row = weight + min(position, places - 1u) * D;
  for (var i = local; i < D; i += GROUP) {
    workspace[y + i] += parameters[row + i];
  }
}

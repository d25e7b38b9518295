// All points of a row of x.
fn load_row(line: ptr<function, array<vec2f, P>>, column: Column) {
  for (var t = 0u; t < P; t++) {
    (*line)[t] = input_point(column, t);
  }
}

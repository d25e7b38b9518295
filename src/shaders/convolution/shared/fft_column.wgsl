// What an invocation transforms: row m of M of channel d, in sequence or copy b.
struct Column { b: u32, m: u32, d: u32 }

fn column_of(i: u32) -> Column {
  return Column(i / dims.D / dims.M, i / dims.D % dims.M, i % dims.D);
}

// Where point t of it is in (B, M, P, D).
fn point(column: Column, t: u32) -> u32 {
  return ((column.b * dims.M + column.m) * P + t) * dims.D + column.d;
}

// Where token t of it is in (B, L, D).
fn token(column: Column, t: u32) -> u32 {
  return (column.b * dims.L + t) * dims.D + column.d;
}

const GROUP: u32 = 64u;

// Which column, or row, of the matrix of a head an invocation takes.
struct Taken { own: u32, head: u32, sequence: u32 }

fn taken_by(group: vec3u, local: u32, width: u32) -> Taken {
  let tiles = (width + GROUP - 1u) / GROUP;
  return Taken(group.x % tiles * GROUP + local, group.x / tiles, group.y);
}

//#if ERASE
// Where the numbers of a head at a token are. Parts of the keys: q, the key that is read, that of the erasing, k. Parts of the
// errors: what is read, v.
fn key_at(token: u32, part: u32, head: u32) -> u32 {
  return ((token * 4u + part) * dims.H + head) * dims.K;
}

fn error_at(token: u32, part: u32, head: u32) -> u32 {
  return ((token * 2u + part) * dims.H + head) * dims.V;
}
//#else
// Where the numbers of a head at a token are. `r` is a write, from 0 to R - 1; part 0 of the keys is q, part 1 + r a k.
fn key_at(token: u32, part: u32, head: u32) -> u32 {
  return ((token * (1u + dims.R) + part) * dims.H + head) * dims.K;
}

fn error_at(token: u32, r: u32, head: u32) -> u32 {
  return ((token * dims.R + r) * dims.H + head) * dims.V;
}
//#endif

// Mode i of `modes` (7, N/2, H): dt, A, B, C. Needs bilinear_mode.
struct Mode { dt: f32, A: vec2f, B: vec2f, C: vec2f }

fn saved_mode(i: u32) -> Mode {
  let plane = dims.N / 2u * dims.H;
  return Mode(
    modes[i],
    vec2f(modes[plane + i], modes[2u * plane + i]),
    vec2f(modes[3u * plane + i], modes[4u * plane + i]),
    vec2f(modes[5u * plane + i], modes[6u * plane + i]),
  );
}

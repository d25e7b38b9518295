//#import team_sum
// Mean and inverse deviation of `share` times the n numbers of a head from `first` on, which LANES invocations share. One of them
// takes every LANES-th number from its own lane to `end`. The mean goes first, so that its digits do not cancel. Takes two turns
// of team_sum. Needs head_number(at).
fn head_moments(turn: u32, local: u32, first: u32, end: u32, n: u32, share: f32, eps: f32) -> vec2f {
  var sum = 0.0;
  for (var k = local % LANES; k < end; k += LANES) {
    sum += head_number(first + k) * share;
  }
  let mean = team_sum(turn, local, vec2f(sum, 0.0)).x / f32(n);
  var squares = 0.0;
  for (var k = local % LANES; k < end; k += LANES) {
    let away = head_number(first + k) * share - mean;
    squares += away * away;
  }
  return vec2f(mean, inverseSqrt(team_sum(turn + 1u, local, vec2f(squares, 0.0)).x / f32(n) + eps));
}

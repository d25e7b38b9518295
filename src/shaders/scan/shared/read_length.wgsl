//#import team_sum
// e^-½: the steepest decay of a token.
const RATE: f32 = 0.6065306597126334;

// The length of what a head reads at a token, k · k_k, which LANES invocations share: `k` is where k of the token lies, and an
// invocation takes every LANES-th column from `begin` to `end`. Takes a turn of team_sum. Needs values and vectors.
fn read_length(turn: u32, local: u32, k: u32, begin: u32, end: u32) -> f32 {
  var squares = 0.0;
  for (var column = begin; column < end; column += LANES) {
    let own = values[k + column] * vectors[column];
    squares += own * own;
  }
  return sqrt(team_sum(turn, local, vec2f(squares, 0.0)).x);
}

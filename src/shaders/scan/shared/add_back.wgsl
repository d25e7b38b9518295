//#import team_sum
// A workgroup goes through the tokens of a head backward in time, TOKENS at a time; LANES invocations share one.
const TOKENS: u32 = GROUP / LANES;
// In two places in turn.
var<workgroup> pulls: array<vec3f, 2u * TOKENS>;

// Of the tokens so far; and of a token and those after it.
struct Sums { all: vec2f, from_here: vec2f }

// Adds two numbers of each of the next TOKENS tokens to those of `later` ones. Where the third is 1, the second sum begins again
// before that token. The first lane of a token gives its numbers. All of the workgroup call it together; `turn` counts the calls.
fn add_back(turn: u32, local: u32, own: vec3f, later: vec2f) -> Sums {
  let place = turn % 2u * TOKENS;
  if (local % LANES == 0u) {
    pulls[place + local / LANES] = own;
  }
  workgroupBarrier();
  var sums = Sums(later, vec2f());
  for (var i = 0u; i < TOKENS; i++) {
    let next = pulls[place + i];
    sums.all += next.xy;
    sums.from_here = select(sums.from_here, sums.all, i == local / LANES);
    sums.all.y = select(sums.all.y, 0.0, next.z == 1.0);
  }
  return sums;
}

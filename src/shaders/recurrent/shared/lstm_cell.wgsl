// torch.nn.LSTM, gates i f g o: c = σ(f) c + σ(i) tanh(g),  h = σ(o) tanh(c).
//#import sigmoid
//#import tanh4
const GATES: u32 = 4u;
// Gates whose input is added to the recurrent sum.
const JOINED: u32 = 4u;
struct Step { gates: Gates, c: vec4f, h: vec4f }
struct StepBack { gates: Gates, c: vec4f }

fn step(sums: Gates, c_before: vec4f) -> Step {
  let i = sigmoid4(sums[0]);
  let f = sigmoid4(sums[1]);
  let g = tanh4(sums[2]);
  let o = sigmoid4(sums[3]);
  let c = f * c_before + i * g;
  return Step(Gates(i, f, g, o), c, o * tanh4(c));
}

// dc += dh o (1 - tanh²c);  di = dc g i(1-i),  df = dc c_{t-1} f(1-f),  dg = dc i (1-g²),  do = dh tanh(c) o(1-o).
// dc f goes to t-1.
fn step_back(gates: Gates, c: vec4f, c_before: vec4f, dh: vec4f, dc_after: vec4f) -> StepBack {
  let i = gates[0];
  let f = gates[1];
  let g = gates[2];
  let o = gates[3];
  let squashed = tanh4(c);
  let dc = dc_after + dh * o * (1.0 - squashed * squashed);
  let di = dc * g * i * (1.0 - i);
  let df = dc * c_before * f * (1.0 - f);
  let dg = dc * i * (1.0 - g * g);
  let dout = dh * squashed * o * (1.0 - o);
  return StepBack(Gates(di, df, dg, dout), dc * f);
}

fn packed_weight(at: u32) -> vec4f {
  return weight_hh[at];
}

fn weigh(weight: vec4f, gates: Gates) -> vec4f {
  return weight.x * gates[0] + weight.y * gates[1] + weight.z * gates[2] + weight.w * gates[3];
}

// torch.nn.RNN. Its one gate is its output: h = tanh(W_ih x + b_ih + W_hh h + b_hh).
//#import tanh4
const GATES: u32 = 1u;
const JOINED: u32 = 1u;
struct Step { gates: Gates, h: vec4f }
struct StepBack { gates: Gates }

fn step(sums: Gates) -> Step {
  let h = tanh4(sums[0]);
  return Step(Gates(h), h);
}

fn step_back(gates: Gates, dh: vec4f) -> StepBack {
  return StepBack(Gates(dh * (1.0 - gates[0] * gates[0])));
}

fn packed_weight(at: u32) -> vec4f {
  return vec4f(weight_hh[at].x, 0.0, 0.0, 0.0);
}

fn weigh(weight: vec4f, gates: Gates) -> vec4f {
  return weight.x * gates[0];
}

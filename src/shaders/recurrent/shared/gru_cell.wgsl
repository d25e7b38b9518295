// torch.nn.GRU, gates r z n: inner = W_hn h + b_hn,  n = tanh(W_in x + b_in + r inner),  h = (1 - z) n + z h.
//#import sigmoid
//#import tanh4
const GATES: u32 = 3u;
// Gates whose input is added to the recurrent sum. Not n, since r stands between its two sums.
const JOINED: u32 = 2u;
struct Step { gates: Gates, h: vec4f }
struct StepBack { gates: Gates, n: vec4f, h: vec4f }

fn step(sums: Gates, input: vec4f, h_before: vec4f) -> Step {
  let r = sigmoid4(sums[0]);
  let z = sigmoid4(sums[1]);
  let n = tanh4(input + r * sums[2]);
  return Step(Gates(r, z, n), n + z * (h_before - n));
}

// dn = dh (1-z)(1-n²),  dr = dn inner r(1-r),  dz = dh (h_{t-1} - n) z(1-z).  The gradient of inner is dn r.
// dh z goes to t-1, in addition to what goes through the weight.
fn step_back(gates: Gates, recurrent: vec4f, h_before: vec4f, dh: vec4f) -> StepBack {
  let r = gates[0];
  let z = gates[1];
  let n = gates[2];
  let dn = dh * (1.0 - z) * (1.0 - n * n);
  let dr = dn * recurrent * r * (1.0 - r);
  let dz = dh * (h_before - n) * z * (1.0 - z);
  return StepBack(Gates(dr, dz, dn * r), dn, dh * z);
}

fn packed_weight(at: u32) -> vec4f {
  return weight_hh[at];
}

fn weigh(weight: vec4f, gates: Gates) -> vec4f {
  return weight.x * gates[0] + weight.y * gates[1] + weight.z * gates[2];
}

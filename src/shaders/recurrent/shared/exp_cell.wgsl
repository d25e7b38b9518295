// A unit of the sLSTM (Beck et al. 2024) at a token. The gates i and f are exponential; m holds both at most 1, and c / n does
// not depend on it. n is 0 before the first token. Needs sigmoid, softplus, safe_tanh.
struct ExpCell { c: f32, n: f32, m: f32 }
struct ExpStep { acts: vec4f, cell: ExpCell, y: f32 }

fn exp_step(sums: vec4f, before: ExpCell) -> ExpStep {
  let kept = before.m - softplus(-sums.y);
  let started = before.n > 0.0;
  let m = select(sums.x, max(kept, sums.x), started);
  let writes = exp(sums.x - m);
  let keeps = select(0.0, exp(min(kept - m, 0.0)), started);
  let fresh = safe_tanh(sums.z);
  let shows = sigmoid(sums.w);
  let c = keeps * before.c + writes * fresh;
  let n = keeps * before.n + writes;
  return ExpStep(vec4f(writes, keeps, fresh, shows), ExpCell(c, n, m), shows * c / n);
}

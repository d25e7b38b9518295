// 1 / the sum of weights of a head, which is `counted` or at least e^-m, and the slope of that sum.
struct Weights { share: f32, slope: f32 }

fn weights_of_head(counted: f32, m: f32) -> Weights {
  let least = exp(min(-m, 88.0));
  return Weights(1.0 / (max(abs(counted), least) + 1e-6), select(0.0, sign(counted), abs(counted) > least));
}

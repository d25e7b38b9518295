// P(a standard normal number < x) = erfc(-x / √2) / 2, to a relative error of about 3e-7. WGSL has no erf.
// Minimax polynomials p and q, fitted for this: up to u = 1, erf(u) = u p(u²); beyond, erfc(u) = exp(-u²) q(1 / (1 + u/2)).
fn normal_cdf(x: f32) -> f32 {
  let u = abs(x) * 0.7071067812;
  let s = u * u;
  var result = 0.0;
  if (u < 1.0) {
    let p = 1.1283791657 + s * (-0.3761262582 + s * (0.1128358515 + s * (-0.02685381187 + s * (0.005188327559
      + s * (-8.010192514e-4 + s * 7.853857681e-5)))));
    result = 0.5 + select(-0.5, 0.5, x > 0.0) * u * p;
  } else {
    let t = 1.0 / (1.0 + 0.5 * u);
    let q = -8.065818378e-5 + t * (0.2837547395 + t * (0.2674088148 + t * (0.3195402779 + t * (-0.04229182820
      + t * (0.4844071552 + t * (-0.4155275943 + t * 0.1027023654))))));
    let tail = 0.5 * exp(-min(s, 80.0)) * q;
    result = select(tail, 1.0 - tail, x > 0.0);
  }
  return result;
}

fn inner_product(local: u32, q: u32, products: u32, D: u32, d: u32, y: u32) {
  let H = D / d;
  for (var c = local; c < D; c += GROUP) {
    var sum = 0.0;
    for (var i = 0u; i < d; i++) {
      sum += workspace[q + c % H * d + i] * workspace[products + (i * d + c / H) * H + c % H];
    }
    workspace[y + c] = sum;
  }
}

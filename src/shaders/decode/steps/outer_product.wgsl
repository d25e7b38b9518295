fn outer_product(local: u32, u: u32, v: u32, D: u32, d: u32, y: u32) {
  let H = D / d;
  for (var m = local; m < d * D; m += GROUP) {
    let head = m % H * d;
    workspace[y + m] = workspace[u + head + m / H / d] * workspace[v + head + m / H % d];
  }
}

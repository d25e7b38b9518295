// q · dq and k · d(w k) of a head at a token. Needs keys (B, L, key_stride) and dkeys (B, L, H, 2K).
fn key_products(token: u32, h: u32) -> vec2f {
  let gradient = (token * dims.H + h) * 2u * dims.K;
  let key = token * dims.key_stride + h * dims.G / dims.H * dims.K;
  var products = vec2f(0.0);
  for (var i = 0u; i < dims.K; i++) {
    products.x += keys[key + dims.q + i] * dkeys[gradient + i];
    products.y += keys[key + dims.k + i] * dkeys[gradient + dims.K + i];
  }
  return products;
}

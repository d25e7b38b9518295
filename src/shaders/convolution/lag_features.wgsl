// What a filter network knows of a lag: the lag itself, then the cosines of all bands, then their sines, negative.
//#import cis
@group(0) @binding(1) var<storage, read_write> y: array<f32>;  // (L, 1 + 2 bands)

//#each 64 of dims.L * (1u + 2u * dims.bands)
fn each(i: u32) {
  let lag = f32(i / (1u + 2u * dims.bands));
  let feature = i % (1u + 2u * dims.bands);
  if (feature == 0u) {
    y[i] = lag / f32(dims.period - 1u);
    return;
  }
  let last = f32(dims.bands - 1u);
  let band = (feature - 1u) % dims.bands;
  var frequency = 1e-4;
  if (band > 0u) {
    frequency += f32(band) * (last - 1e-4) / last;
  }
  let wave = cis(frequency * lag / f32(dims.period));
  y[i] = select(-wave.y, wave.x, feature <= dims.bands);
}

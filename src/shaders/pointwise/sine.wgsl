// y = sin(frequency x).
//#import cis
@group(0) @binding(1) var<storage, read> x: array<f32>;          // (rows, F)
@group(0) @binding(2) var<storage, read> frequency: array<f32>;  // (F)
@group(0) @binding(3) var<storage, read_write> y: array<f32>;    // (rows, F)

//#each 64 of dims.rows * dims.F
fn each(i: u32) {
  y[i] = cis(frequency[i % dims.F] * x[i] * 0.1591549431).y;
}

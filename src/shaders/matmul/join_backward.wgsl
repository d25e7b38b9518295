// Adjoint of join: the sum of the copies of an element, to the tensor that it is of.
@group(0) @binding(1) var<storage, read> dwhole: array<f32>;      // (copies, all elements)
@group(0) @binding(2) var<storage, read_write> da: array<f32>;
@group(0) @binding(3) var<storage, read_write> db: array<f32>;
@group(0) @binding(4) var<storage, read_write> dc: array<f32>;
@group(0) @binding(5) var<storage, read_write> dd: array<f32>;
@group(0) @binding(6) var<storage, read_write> de: array<f32>;
@group(0) @binding(7) var<storage, read_write> df: array<f32>;

//#each 64 of dims.na + dims.nb + dims.nc + dims.nd + dims.ne + dims.nf
fn each(i: u32) {
  let size = dims.na + dims.nb + dims.nc + dims.nd + dims.ne + dims.nf;
  var sum = 0.0;
  for (var copy = 0u; copy < dims.copies; copy++) {
    sum += dwhole[copy * size + i];
  }
  let to_c = dims.na + dims.nb;
  let to_d = to_c + dims.nc;
  let to_e = to_d + dims.nd;
  let to_f = to_e + dims.ne;
  if (i < dims.na) {
    da[i] = sum;
  } else if (i < to_c) {
    db[i - dims.na] = sum;
  } else if (i < to_d) {
    dc[i - to_c] = sum;
  } else if (i < to_e) {
    dd[i - to_d] = sum;
  } else if (i < to_f) {
    de[i - to_e] = sum;
  } else {
    df[i - to_f] = sum;
  }
}

// Six tensors one behind the other. An invocation takes an element of the result.
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> c: array<f32>;
@group(0) @binding(4) var<storage, read> d: array<f32>;
@group(0) @binding(5) var<storage, read> e: array<f32>;
@group(0) @binding(6) var<storage, read> f: array<f32>;
@group(0) @binding(7) var<storage, read_write> whole: array<f32>;

fn element(i: u32) -> f32 {
  var at = i;
  if (at < dims.na) {
    return a[at];
  }
  at -= dims.na;
  if (at < dims.nb) {
    return b[at];
  }
  at -= dims.nb;
  if (at < dims.nc) {
    return c[at];
  }
  at -= dims.nc;
  if (at < dims.nd) {
    return d[at];
  }
  at -= dims.nd;
  if (at < dims.ne) {
    return e[at];
  }
  return f[at - dims.ne];
}

//#each 64 of dims.na + dims.nb + dims.nc + dims.nd + dims.ne + dims.nf
fn each(i: u32) {
  whole[i] = element(i);
}

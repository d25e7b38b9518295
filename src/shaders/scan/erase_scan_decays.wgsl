// Third part of the adjoint of erase_scan: the gradients of ln a of each key. The decay scales all that later tokens read under
// the key of what earlier ones wrote: that is what they read in all, less what they read of each other's writes:
//   d ln a[t] = Σ over s >= t of q dq - e de - k dk, and over s > t of c dc.
// An invocation goes through the tokens of a key of a head backward in time. A part takes turns `start` to `stop`.
@group(0) @binding(1) var<storage, read> keys: array<f32>;          // (B, L, 4, H K)
@group(0) @binding(2) var<storage, read> dkeys: array<f32>;         // (B, L, 4, H K)
@group(0) @binding(3) var<storage, read_write> dgates: array<f32>;  // (B, L, H K)

// A part of the keys at a token by its gradient, of one key of one head.
fn given_by(token: u32, part: u32, key: u32) -> f32 {
  let at = (token * 4u + part) * dims.H * dims.K + key;
  return keys[at] * dkeys[at];
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let all = dims.H * dims.K;
  let key = id.x % all;
  let sequence = id.x / all;
  if (sequence >= dims.B) {
    return;
  }
  var token = (sequence + 1u) * dims.L - dims.start;
  var sum = 0.0;
  if (dims.start > 0u) {
    sum = dgates[token * all + key] + given_by(token, 1u, key);
  }
  for (var turn = dims.start; turn < dims.stop; turn++) {
    token--;
    sum += given_by(token, 0u, key) - given_by(token, 2u, key) - given_by(token, 3u, key);
    dgates[token * all + key] = sum;
    sum += given_by(token, 1u, key);
  }
}

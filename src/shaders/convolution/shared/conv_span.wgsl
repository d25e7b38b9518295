const K: u32 = 4u;  // at most 4: the taps are the last K components of a vec4, with zeros before them

// What an invocation of causal_conv or its adjoint takes: the tokens from first up to last of channel e of sequence b. `copy` is
// the number of the span among those of the channel, and so of its copy of the gradients.
struct Span { e: u32, b: u32, first: u32, last: u32, copy: u32 }

fn span_of(i: u32) -> Span {
  let copy = i / dims.E;
  let segments = (dims.L + dims.segment - 1u) / dims.segment;
  let first = copy % segments * dims.segment;
  return Span(i % dims.E, copy / segments, first, min(dims.L, first + dims.segment), copy);
}

// Tap k of channel e in weight (E, 1, K), or (K, E) if time_first.
fn tap_at(e: u32, k: u32) -> u32 {
  return select(e * K + k, k * dims.E + e, dims.time_first != 0u);
}

fn taps_of(e: u32) -> vec4f {
  var taps = vec4f(0.0);
  for (var k = 0u; k < K; k++) {
    taps[4u - K + k] = weight[tap_at(e, k)];
  }
  return taps;
}

// The K-1 inputs before the span, the newest in w.
fn inputs_before(span: Span) -> vec4f {
  var recent = vec4f(0.0);
  for (var k = 1u; k < K; k++) {
    if (span.first + k >= K) {
      recent[4u - K + k] = rows[(span.b * dims.L + span.first + k - K) * dims.stride + dims.x + span.e];
    }
  }
  return recent;
}

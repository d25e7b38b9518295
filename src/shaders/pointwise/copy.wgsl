// destination[destination_offset + i] = source[source_offset + i], i < n
@group(0) @binding(1) var<storage, read> source: array<f32>;
@group(0) @binding(2) var<storage, read_write> destination: array<f32>;

//#each 64 of dims.n
fn each(i: u32) {
  destination[dims.destination_offset + i] = source[dims.source_offset + i];
}

// destination[destination_offset + i] = source[source_offset + i], i < n
//#permutation copy
//#permutation copy_vec4 VEC4
//#import element
@group(0) @binding(1) var<storage, read> source: array<Element>;
@group(0) @binding(2) var<storage, read_write> destination: array<Element>;

//#each 64 of dims.n / WIDTH
fn each(i: u32) {
  destination[dims.destination_offset / WIDTH + i] = source[dims.source_offset / WIDTH + i];
}

// A whole model, many tokens a dispatch: a workgroup runs a program, made of the steps in steps/, once for each token of its
// sequence. The activations of this token are in workgroup memory (`workspace`), and what is carried is in `state`. The same
// invocation always reads and writes an element of state, unless a storageBarrier() stands between.
@group(0) @binding(1) var<storage, read> parameter_quads: array<vec4f>;  // all of the model
@group(0) @binding(2) var<storage, read> parameters: array<f32>;         // the same
@group(0) @binding(3) var<storage, read_write> state: array<f32>;        // of all blocks
@group(0) @binding(4) var<storage, read> program: array<i32>;
@group(0) @binding(5) var<storage, read_write> stream: array<i32>;       // (2, B, capacity): read, sampled
@group(0) @binding(6) var<storage, read> cursor: array<i32>;             // [0]: position of the last known token
@group(0) @binding(7) var<storage, read> control: array<i32>;            // seed, top k (0: all), tokens given, tokens to sample
@group(0) @binding(8) var<storage, read> temperature: array<f32>;        // [0]; 0 or less is greedy
const GROUP: u32 = 64u;
const WORKSPACE: u32 = 768u;
var<workgroup> workspace: array<f32, WORKSPACE>;
var<workgroup> token: i32;

// The steps, and run_step(), which runs the instruction at a place of the program.
//#steps

// Writes to `y`, or adds to it.
fn put(y: u32, adds: u32, value: f32) {
  if (adds != 0u) {
    workspace[y] += value;
  } else {
    workspace[y] = value;
  }
}

// An entry of the program's tables, which follow the instructions. For rope_turn.
fn frequency_at(place: u32) -> vec2u {
  let at = dims.instructions * LENGTH + place;
  return bitcast<vec2u>(vec2i(program[at], program[at + 1u]));
}

@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let sequence = group.x;
  let start = u32(max(cursor[0], 0));
  if (local == 0u) {
    token = stream[sequence * dims.capacity + min(start, dims.capacity - 1u)];
  }
  workgroupBarrier();
  for (var i = 0u; i < u32(max(control[3], 0)); i++) {
    for (var instruction = 0u; instruction < dims.instructions; instruction++) {
      run_step(instruction * LENGTH, local, sequence, start + i);
      workgroupBarrier();
    }
  }
}

// Σ over the 64 invocations of a workgroup, all of which must call it together.
var<workgroup> group_parts: array<vec4f, 256>;
var<workgroup> group_sums: array<vec4f, 64>;

fn group_sum(local: u32, own: mat4x4f) -> mat4x4f {
  group_parts[local] = own[0];
  group_parts[64u + local] = own[1];
  group_parts[128u + local] = own[2];
  group_parts[192u + local] = own[3];
  workgroupBarrier();
  let four = 4u * local;
  group_sums[local] = group_parts[four] + group_parts[four + 1u] + group_parts[four + 2u] + group_parts[four + 3u];
  workgroupBarrier();
  var sum = mat4x4f();
  for (var part = 0u; part < 16u; part++) {
    sum += mat4x4f(group_sums[part], group_sums[16u + part], group_sums[32u + part], group_sums[48u + part]);
  }
  return sum;
}

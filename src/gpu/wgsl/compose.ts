import { permutationsOf, resolve } from './permutation';

const files = import.meta.glob<string>(['../../shaders/shared/*.wgsl', '../../shaders/*/shared/*.wgsl'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Defined where the device has subgroups. */
const SUBGROUPS = 'SUBGROUPS';

/** What shaders share, by file name. */
const snippets = new Map(Object.entries(files).map(([path, text]) => [/(\w+)\.wgsl$/.exec(path)?.[1], text]));

/**
 * The text of a shader, or of one `permutation` of it, with each `//#import name` line replaced by `shared/name.wgsl`, the
 * first time it is imported, and with the entry point that `//#each` asks for. Snippets see the permutation's defines, too, and
 * SUBGROUPS if `subgroups`: the device has them. Throws for names that do not exist.
 */
export function compose(source: string, permutation?: string, subgroups = false): string {
  const permutations = permutationsOf(source);
  const defined = permutation === undefined ? new Set<string>() : permutations.get(permutation);
  if (!defined) throw new Error(`'${permutation}': the shader has no such permutation`);
  if (permutation === undefined && permutations.size > 0) throw new Error('which permutation of the shader?');
  const all = new Set([...defined, ...(subgroups ? [SUBGROUPS] : [])]);
  const known = new Set([SUBGROUPS, ...[...permutations.values()].flatMap(defines => [...defines])]);
  const imported = new Set<string>();
  const expand = (text: string): string =>
    forEach(resolve(text, all, known)).replace(/^\/\/#import (\w+)\n/gm, (_, name: string) => {
      const snippet = snippets.get(name);
      if (snippet === undefined) throw new Error(`//#import ${name}: no such file in a folder 'shared' of shaders`);
      if (imported.has(name)) return '';
      imported.add(name);
      return expand(snippet);
    });
  return enabledFirst(expand(source.replace(/^\/\/#permutation .*\n/gm, '')));
}

/** WGSL wants its `enable` lines before all else; a snippet may have one, too. */
function enabledFirst(text: string): string {
  const line = /^enable \w+;\n/gm;
  return [...new Set(text.match(line)), text.replace(line, '')].join('');
}

/**
 * Writes the entry point of a shader that says what each invocation does, in workgroups of so many: `fn each(i: u32) {` under a
 * line
 * `//#each 64`, or under `//#each 64 of dims.n` if those beyond a count do nothing. The kernel's grid is a `linearGrid`.
 */
function forEach(source: string): string {
  return source.replace(
    /^\/\/#each (.+?)(?: of (.+))?\nfn each\((\w+): u32\) \{(.*)\n/m,
    (_, size: string, count: string | undefined, item: string, comment: string) =>
      `//#import grid
@compute @workgroup_size(${size})
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) groups: vec3u,
) {
  let ${item} = flat_index(group, local, groups, ${/^\d+$/.test(size) ? `${size}u` : size});${comment}
${count === undefined ? '' : `  if (${item} >= ${count}) {\n    return;\n  }\n`}`,
  );
}

/** Sets the values of `const NAME: u32 = …;` and `const NAME: i32 = …;` lines, then unrolls. Throws where the shader has no such line. */
export function specialise(source: string, constants: Readonly<Record<string, number>>): string {
  const set = Object.entries(constants).reduce((text, [name, value]) => {
    const line = new RegExp(`^const ${name}: (?:(u32) = \\d+u|i32 = -?\\d+);`, 'm');
    const found = line.exec(text);
    if (!found) throw new Error(`the shader has no line 'const ${name}: u32 = …;'`);
    return text.replace(line, found[1] ? `const ${name}: u32 = ${value}u;` : `const ${name}: i32 = ${value};`);
  }, source);
  return unroll(set);
}

/** A loop under `//#unroll`, counting to a literal or a set constant; its end is the first `}` at its own indentation. */
const UNROLLED = /^( *)\/\/#unroll\n\1for \(var (\w+) = 0u; \2 < (\w+); \2\+\+\) \{\n([\s\S]*?)^\1\}$/m;

/**
 * Writes out each loop under a `//#unroll` line, with its counter a literal, so that arrays indexed by it become registers:
 * not every driver's compiler unrolls by itself.
 */
function unroll(source: string): string {
  const found = UNROLLED.exec(source);
  if (!found) return source;
  const [loop, indent = '', counter = '', bound = '', body = ''] = found;
  const literal = /^(\d+)u$/.exec(bound) ?? new RegExp(`^const ${bound}: u32 = (\\d+)u;`, 'm').exec(source);
  const count = literal?.[1];
  if (count === undefined) throw new Error(`//#unroll: there is no line 'const ${bound}: u32 = …;'`);
  const copies = Array.from({ length: Number(count) }, (_, i) => {
    return `${indent}{\n${body.replace(new RegExp(`(?<!\\.)\\b${counter}\\b`, 'g'), `${i}u`)}${indent}}`;
  });
  return unroll(source.replace(loop, () => copies.join('\n')));
}

/** The fields that `inParts` adds to Dims: the first workgroup of this part of a dispatch, and the grid of all of it. */
const PART_FIELDS = ['origin_x', 'origin_y', 'origin_z', 'grid_x', 'grid_y', 'grid_z'];
const ORIGIN = 'vec3u(dims.origin_x, dims.origin_y, dims.origin_z)';
const GRID = 'vec3u(dims.grid_x, dims.grid_y, dims.grid_z)';

/**
 * Lets a shader run as part of a larger dispatch: its entry point receives the workgroup's place in the whole grid, and that
 * grid. The shader itself is written for a whole dispatch.
 */
export function inParts(source: string): string {
  const size = /@workgroup_size\(([^)]*)\)/.exec(source)?.[1]?.split(',') ?? [];
  const extent = `vec3u(${[0, 1, 2].map(axis => size[axis]?.trim() ?? '1u').join(', ')})`;
  const whole: Readonly<Record<string, (given: string) => string>> = {
    workgroup_id: given => `${given} + ${ORIGIN}`,
    num_workgroups: () => GRID,
    global_invocation_id: given => `${given} + ${ORIGIN} * ${extent}`,
  };
  const lines: string[] = [];
  return source
    .replace(/^struct Dims \{([^}]*?),?\s*\}/m, (_, fields: string) => {
      return `struct Dims {${fields}, ${PART_FIELDS.map(name => `${name}: u32`).join(', ')} }`;
    })
    .replace(/^fn main\([\s\S]*?\) \{$/m, entry => {
      const renamed = entry.replace(/@builtin\((\w+)\) (\w+): vec3u/g, (parameter, builtin: string, name: string) => {
        const value = whole[builtin];
        if (!value) return parameter;
        lines.push(`  let ${name} = ${value(`part_${name}`)};`);
        return `@builtin(${builtin}) part_${name}: vec3u`;
      });
      return [renamed, ...lines].join('\n');
    });
}

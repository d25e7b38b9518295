import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WgslReflect } from 'wgsl_reflect/wgsl_reflect.module.js';
import { PipelineCache } from '../../../src/gpu/backends/webgpu/pipelines';
import { type AnyKernel, accumulating, uniformOf } from '../../../src/gpu/kernel';
import { steps } from '../../../src/gpu/kernels/decode/steps';
import { compose } from '../../../src/gpu/wgsl/compose';
import { withSteps } from '../../../src/gpu/wgsl/interpreter';
import { permutationsOf, resolve } from '../../../src/gpu/wgsl/permutation';
import { sourceOf } from '../../../src/gpu/wgsl/shader';
import { nullDevice } from '../../support/gpu_null';
import { exampleDims, forms, specialisedSources } from '../../support/shader_forms';

/** Paths of the shader files. */
const paths = readdirSync('src/shaders', { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.wgsl'))
  .map(path => `src/shaders/${path}`);
const read = (path: string): string => readFileSync(path, 'utf8');
const snippets = paths.filter(path => path.includes('/shared/'));
/** Files of the steps of decode_model. */
const stepFiles = paths.filter(path => path.includes('/steps/'));

/** Every shader by name: its whole file, or its permutation of one, with its defines and without its imports. */
const shaders = new Map(
  paths
    .filter(path => !snippets.includes(path) && !stepFiles.includes(path))
    .flatMap(path => {
      const text = withSteps(read(path));
      const permutations = permutationsOf(text);
      if (permutations.size === 0) return [[basename(path, '.wgsl'), { composed: compose(text), own: text }]];
      const known = new Set([...permutations.values()].flatMap(defines => [...defines]));
      return [...permutations].map(([name, defined]) => [
        name,
        { composed: compose(text, name), own: resolve(text, defined, known) },
      ]);
    }) satisfies [string, { composed: string; own: string }][],
);

function shader(name: string) {
  const found = shaders.get(name);
  if (!found) throw new Error(`no file has the shader ${name}`);
  return found;
}

/** Dims and bindings of a shader: wgsl_reflect does not parse all that WGSL allows in functions. */
function reflected(source: string): WgslReflect {
  return new WgslReflect([source.match(/^struct Dims \{[^}]*\}/m)?.[0], ...bindingLines(source)].join('\n'));
}

function bindingLines(source: string): string[] {
  return source.match(/@group\([^;]*;/g) ?? [];
}

const named = forms.map((form): [string, AnyKernel] => [form.name, form]);

describe('shader files', () => {
  it('hold one shader or its permutations, and each of these belongs to one kernel or variant', () => {
    expect(forms.map(({ name }) => name).sort()).toEqual([...shaders.keys()].sort());
  });

  it.each(named)('%s is what its kernel runs', (name, form) => {
    expect(sourceOf(form)).toBe(shader(name).composed + uniformOf(form));
  });

  it('of steps are the sources of one step each', () => {
    const found = stepFiles.map(path => [basename(path, '.wgsl'), read(path)]);
    expect(found.sort()).toEqual(steps.map(({ name, source }) => [name, source]).sort());
  });

  it('have lines of 130 columns at most', () => {
    const long = paths.flatMap(path =>
      read(path)
        .split('\n')
        .flatMap((line, i) => (line.length > 130 ? [`${path}:${i + 1} has ${line.length}`] : [])),
    );
    expect(long).toEqual([]);
  });

  it('to import, and of steps, have no bindings and no entry points; some shader imports each of the former', () => {
    const sources = paths.map(read);
    for (const path of [...snippets, ...stepFiles]) expect(read(path), path).not.toMatch(/@group|@compute/);
    for (const path of snippets) {
      const line = `//#import ${basename(path, '.wgsl')}\n`;
      expect(
        sources.some(source => source.includes(line)),
        `${path} is imported`,
      ).toBe(true);
    }
  });
});

describe('reflection of shaders against the kernel table', () => {
  it.each(named)('%s: bindings', (_, form) => {
    const [bindings = [], ...others] = reflected(sourceOf(form)).getBindGroups();
    expect(others).toEqual([]);
    const [dims, ...buffers] = bindings;
    expect(dims).toMatchObject({ name: 'dims', binding: 0, type: { name: 'Dims' } });
    expect(buffers.map(({ name, access, binding }) => ({ name, access, binding }))).toEqual(
      Object.entries(form.buffers).map(([name, use], order) => ({
        name,
        access: use === 'read' ? 'read' : 'read_write',
        binding: order + 1,
      })),
    );
    expect(buffers.length).toBeLessThanOrEqual(8);
  });

  it.each(named)('%s: Dims', (_, form) => {
    const fields = reflected(sourceOf(form)).getStructInfo('Dims')?.members ?? [];
    const expected = Object.entries(form.dims);
    if (accumulating(form).length > 0) expected.push(['accumulate', 'u32']);
    if (form.time) expected.push(['start', 'u32'], ['stop', 'u32']);
    expect(fields.map(({ name, type }) => [name, type.name])).toEqual(expected);
  });

  it.each(named)('%s: entry point, and no local with the name of a binding', (kernel, form) => {
    expect([...sourceOf(form).matchAll(/@compute[^{]*?fn (\w+)/g)].map(([, name]) => name)).toEqual(['main']);
    for (const name of ['dims', ...Object.keys(form.buffers)]) {
      expect(localsNamed(name, shader(kernel).own), name).toEqual([]);
    }
  });
});

/** Declarations of a name inside functions, and as parameters. */
function localsNamed(name: string, source: string): string[] {
  const code = source.replace(/\/\/.*$/gm, '').replace(/@\w+(\([^)]*\))?/g, '');
  const parameters = [...code.matchAll(/\bfn \w+\(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','));
  const locals = code.match(/\b(?:let|var|const)\s+\w+/g) ?? [];
  const declared = [...parameters.map(text => text.split(':')[0] ?? ''), ...locals];
  return declared.filter(text => text.trim().split(/\s+/).at(-1) === name);
}

it('a local with the name of a binding is found', () => {
  expect(localsNamed('x', 'fn f(@builtin(position) x: f32, y: u32) { let z = x; }')).toHaveLength(1);
  expect(localsNamed('x', 'fn f() { var x = 1.0; let y = x; }')).toHaveLength(1);
  expect(localsNamed('x', '@group(0) @binding(1) var<storage, read> x: array<f32>; fn f() { let y = x[0]; }')).toEqual(
    [],
  );
});

describe('Dawn compiles without warnings, within the default limits', () => {
  it.each(named)('%s', async (_, form) => {
    const device = await nullDevice();
    expect(device.limits.maxComputeWorkgroupStorageSize).toBe(16384);
    expect(device.limits.maxComputeInvocationsPerWorkgroup).toBe(256);
    expect(device.limits.maxStorageBuffersPerShaderStage).toBe(8);
    for (const code of new Set([...specialisedSources(form), ...specialisedSources(form, true)])) {
      const { messages } = await device.createShaderModule({ code }).getCompilationInfo();
      expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
    }
    const counters = { buffers: 0, bindGroups: 0, pipelines: 0, submits: 0, dispatches: 0, bytes: 0 };
    const dispatches = exampleDims(form).map(dims => ({ kernel: form, dims, buffers: {} }));
    await new PipelineCache(device, counters).compile(dispatches);
    expect(counters.pipelines).toBe(specialisedSources(form).length);
  });
});

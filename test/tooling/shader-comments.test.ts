import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutComments } from '../../scripts/shader-plugin.mjs';

test('comments are removed, directives and indentation stay', () => {
  const shader = '//#import grid\n// Says why.\n  //#unroll\n  let a = 1.0;  // one\n\n  /// also\n}\n';
  expect(withoutComments(shader)).toBe('//#import grid\n  //#unroll\n  let a = 1.0;\n}\n');
});

test('no shader of the build has a comment left, in lines or in blocks', () => {
  const names = readdirSync('src/shaders', { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.wgsl'),
  );
  expect(names.length).toBeGreaterThan(50);
  for (const name of names) {
    const text = readFileSync(join('src/shaders', name), 'utf8');
    expect(text, name).not.toContain('/*');
    expect(withoutComments(text), name).not.toMatch(/\/\/(?!#)/);
    expect(withoutComments(text).match(/\/\/#.*/g), name).toEqual(text.match(/\/\/#.*/g));
  }
});

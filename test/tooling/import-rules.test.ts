import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

/** One file for each rule, in a tree with the folders of this project. The linter reads the real biome.json. */
const violations = {
  'src/ui/gpu.ts': ["import { x } from '../gpu/x';", 'noRestrictedImports'],
  'src/ui/gpu-type.ts': ["import type { X } from '../gpu/x';", 'noRestrictedImports'],
  'src/ui/gpu-lazy.ts': ["export const x = import('../gpu/x');", 'noRestrictedImports'],
  'src/ui/autodiff.ts': ["import { x } from '../autodiff/x';", 'noRestrictedImports'],
  'src/ui/shader.ts': ["import x from '../shaders/x.wgsl?raw';", 'noRestrictedImports'],
  'src/ui/session.ts': ["import { x } from '../lab/race/session';", 'noRestrictedImports'],
  'src/ui/instruments.ts': ["import { x } from '../lab/experiments/instruments/x';", 'noRestrictedImports'],
  'src/ui/run.ts': ["import { x } from '../lab/experiments/run_experiment';", 'noRestrictedImports'],
  'src/ui/engines.ts': ["import { x } from '../models/engines';", 'noRestrictedImports'],
  'src/ui/forward.ts': ["import { x } from '../models/mixers/x/forward';", 'noRestrictedImports'],
  'src/lab/ui.ts': ["import { x } from '../ui/x';", 'noRestrictedImports'],
  'src/lab/react.ts': ["import { useState } from 'react';", 'noRestrictedImports'],
  'src/lab/react-dom.ts': ["import { createRoot } from 'react-dom/client';", 'noRestrictedImports'],
  'src/lab/zustand.ts': ["import { createStore } from 'zustand/vanilla';", 'noRestrictedImports'],
  'src/lab/shader.ts': ["import x from '../shaders/x.wgsl?raw';", 'noRestrictedImports'],
  'src/lab/test.ts': ["import { x } from '../../test/x';", 'noRestrictedImports'],
  'src/lab/node.ts': ["import { join } from 'node:path';", 'noNodejsModules'],
  'src/lab/dev.ts': ["import { create } from 'webgpu';", 'noUndeclaredDependencies'],
  'src/models/lab.ts': ["import { x } from '../lab/x';", 'noRestrictedImports'],
  'src/models/mixers/lab.ts': ["import type { X } from '../../lab/x';", 'noRestrictedImports'],
  'src/models/tasks.ts': ["import { x } from '../tasks/registry';", 'noRestrictedImports'],
  'src/tasks/models.ts': ["import { x } from '../models/x';", 'noRestrictedImports'],
  'src/autodiff/models.ts': ["import { x } from '../models/x';", 'noRestrictedImports'],
  'src/autodiff/ops/shader.ts': ["import x from '../../shaders/x.wgsl?raw';", 'noRestrictedImports'],
  'src/gpu/autodiff.ts': ["import { x } from '../autodiff/x';", 'noRestrictedImports'],
  'src/gpu/autodiff-export.ts': ["export { x } from '../autodiff/x';", 'noRestrictedImports'],
  'src/main.tsx': ["import { x } from './gpu/x';", 'noRestrictedImports'],
  'headless/ui.ts': ["import { x } from '../src/ui/x';", 'noRestrictedImports'],
  'src/gpu/cycle-a.ts': ["import { b } from './cycle-b';\nexport const a = () => b;", 'noImportCycles'],
  'src/gpu/cycle-b.ts': ["import type { a } from './cycle-a';\nexport const b = (x: typeof a) => x;", 'noImportCycles'],
  'src/gpu/barrel.ts': ["export { x } from './x';", 'noBarrelFile'],
} as const;

const allowed = {
  'src/gpu/x.ts': "import shader from '../shaders/x.wgsl?raw';\nexport const x = shader;",
  'src/autodiff/x.ts': "import { x } from '../gpu/x';\nexport const y = x;",
  'src/models/x.ts':
    "import { y } from '../autodiff/x';\nimport type { Field } from '../field';\nexport const z = (f: Field) => [f, y];",
  'src/field.ts': 'export type Field = number;',
  'src/lab/x.ts': "import { z } from '../models/x';\nexport const w = z;",
  'src/ui/x.tsx': "import { useState } from 'react';\nimport { w } from '../lab/x';\nexport const v = [useState, w];",
};

const report = z.object({
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
});

const folder = mkdtempSync(join(tmpdir(), 'unroll-imports-'));
let found: readonly { readonly path: string; readonly rule: string }[] = [];

beforeAll(() => {
  for (const name of ['biome.json', 'package.json']) copyFileSync(name, join(folder, name));
  const sources = [
    ...Object.entries(allowed),
    ...Object.entries(violations).map(([path, [text]]) => [path, text] as const),
  ];
  for (const [path, text] of sources) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${text}\n`);
  }
  const biome = resolve('node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  found = report.parse(JSON.parse(run.stdout)).diagnostics.map(({ category, location }) => ({
    path: location.path,
    rule: category.split('/').at(-1) ?? category,
  }));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(violations))('%s breaks a rule', (path, [, rule]) => {
  expect(found).toContainEqual({ path, rule });
});

test.each(Object.keys(allowed))('%s breaks no rule of imports', path => {
  const rules = found.filter(item => item.path === path).map(item => item.rule);
  expect(rules.filter(rule => /Import|Barrel|Dependencies|Nodejs/.test(rule) && rule !== 'noUnusedImports')).toEqual(
    [],
  );
});

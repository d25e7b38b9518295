import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const files = readdirSync('src/ui', { recursive: true, encoding: 'utf8' }).map(name => join('src/ui', name));
const sheets = files
  .filter(path => path.endsWith('.css'))
  .map(path => ({ path, selectors: selectorsOf(readFileSync(path, 'utf8')) }));
const components = files.filter(path => /\.tsx?$/.test(path)).map(readComponent);

/** Classes that a library puts on its elements. */
const foreign = /^recharts-/;
/** Classes without a rule. The end-to-end tests find panels by them. */
const handles = ['contenders-panel', 'task-panel'];

test('every class that has a rule is used', () => {
  const words = new Set(components.flatMap(component => component.words));
  const ruled = sheets.flatMap(({ selectors }) => selectors.flatMap(classesOf));
  expect(ruled.filter(name => !words.has(name) && !foreign.test(name))).toEqual([]);
});

test('every class that is used has a rule', () => {
  const ruled = new Set(sheets.flatMap(({ selectors }) => selectors.flatMap(classesOf)));
  const used = components.flatMap(({ classes }) => classes);
  expect([...new Set(used.filter(name => !ruled.has(name)))].sort()).toEqual(handles);
});

test('the rules of a class are in one stylesheet, which its components import or which is global', () => {
  const home = new Map<string, string>();
  for (const { path, selectors } of sheets) {
    for (const name of selectors.flatMap(selector => classesOf(selector).slice(0, 1))) {
      expect(home.get(name) ?? path, `.${name}`).toBe(path);
      home.set(name, path);
    }
  }
  const global = readFileSync('src/ui/styles/global.css', 'utf8');
  for (const { path, classes, imports } of components) {
    for (const name of classes) {
      const sheet = home.get(name);
      if (sheet === undefined || global.includes(`"${sheet.replace('src/ui/styles/', './')}"`)) continue;
      expect(imports, `${path} uses .${name}`).toContain(sheet);
    }
  }
});

function selectorsOf(css: string): string[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...bare.matchAll(/([^{};]+)\{/g)]
    .map(([, selectors = '']) => selectors.trim())
    .filter(selectors => !selectors.startsWith('@'))
    .flatMap(selectors => selectors.split(','));
}

function classesOf(selector: string): string[] {
  return [...selector.matchAll(/\.([a-z][\w-]*)/g)].map(([, name = '']) => name);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== '');
}

/** The words in the strings of a file, the classes of its elements, and the stylesheets that it imports. */
function readComponent(path: string) {
  const words: string[] = [];
  const classes: string[] = [];
  const imports: string[] = [];
  const visit = (node: unknown, inClass: boolean): void => {
    if (Array.isArray(node)) for (const child of node) visit(child, inClass);
    if (!isNode(node)) return;
    const { type, source, key, name, value } = node;
    const text = type === 'TemplateElement' && isNode(value) ? value.raw : value;
    if (type === 'ImportDeclaration' && isNode(source))
      imports.push(normalize(join(dirname(path), String(source.value))));
    else if (typeof text === 'string') words.push(...wordsOf(text));
    if (inClass && typeof text === 'string') classes.push(...wordsOf(text));
    const named = { JSXAttribute: name, Property: key }[String(type)];
    const opens = isNode(named) && named.name === 'className';
    // A string in a comparison is not a class.
    for (const child of Object.values(node)) visit(child, (inClass && type !== 'BinaryExpression') || opens);
  };
  visit(parseSync(path, readFileSync(path, 'utf8')).program, false);
  return { path, words, classes, imports };
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

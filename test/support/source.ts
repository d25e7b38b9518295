import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { parseSync } from 'vite';

/** The paths, from the root of the project, of all files of a folder whose names match `ending`. */
export function filesOf(folder: string, ending: RegExp): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(name => ending.test(name)).map(name => posix.join(folder, name.replaceAll('\\', '/')));
}

/** Every file that is loaded with `entry`, at once or later, with the file that imports it. Imports of types do not count. */
export function loadedWith(entry: string): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>([[entry, undefined]]);
  for (const file of found.keys()) {
    for (const loaded of /\.tsx?$/.test(file) ? loadedBy(file) : []) if (!found.has(loaded)) found.set(loaded, file);
  }
  return found;
}

/** The chain of imports from the entry to a file. */
export function pathTo(file: string, found: ReadonlyMap<string, string | undefined>): string {
  const before = found.get(file);
  return before === undefined ? file : `${pathTo(before, found)} -> ${file}`;
}

function loadedBy(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const { module } = parseSync(file, text);
  const values = (entries: readonly { readonly isType: boolean }[]): boolean =>
    entries.length === 0 || entries.some(({ isType }) => !isType);
  const requests = [
    ...module.staticImports.filter(({ entries }) => values(entries)).map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest && !isType ? [moduleRequest.value] : [])),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ].filter(request => request.startsWith('.'));
  const globs = [...text.matchAll(/import\.meta\.glob(?:<[^>]*>+)?\(([\s\S]*?)[,)]\s*(?:\{|\)|$)/gm)].flatMap(
    ([, list]) => [...(list ?? '').matchAll(/'([^']+)'/g)].map(([, pattern = '']) => pattern),
  );
  const folder = dirname(file);
  return [...requests.map(request => resolved(folder, request)), ...globs.flatMap(glob => matches(folder, glob))];
}

function resolved(folder: string, request: string): string {
  const path = posix.join(folder, request.split('?')[0] ?? '');
  const file = ['.ts', '.tsx', ''].map(ending => `${path}${ending}`).find(each => existsSync(each));
  if (file === undefined) throw new Error(`${folder} imports ${request}, which does not exist`);
  return file;
}

function matches(folder: string, glob: string): string[] {
  const pattern = new RegExp(`^${join(folder, glob).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  return filesOf('src', /./).filter(file => pattern.test(file));
}

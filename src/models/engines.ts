import type { Decode, Engine, Forward, Views } from './engine';

// Finds the files of a layer's folder by name, so that a mixer needs no line here.
const forwards = import.meta.glob<Forward<unknown>>(['./mixers/*/forward.ts', './mlp/forward.ts'], {
  eager: true,
  import: 'forward',
});
const decodes = import.meta.glob<Decode<unknown>>(['./mixers/*/decode.ts', './mlp/decode.ts'], {
  eager: true,
  import: 'decode',
});
const views = import.meta.glob<Views<unknown>>('./mixers/*/views.ts', { eager: true, import: 'views' });

const folderOf = (path: string): string => path.split('/').at(-2) ?? '';

const engines: ReadonlyMap<string, Engine> = new Map(
  Object.entries(forwards).map(([path, forward]) => {
    const file = (name: string): string => path.replace(/forward\.ts$/, `${name}.ts`);
    return [folderOf(path), { forward, decode: decodes[file('decode')], views: views[file('views')] }];
  }),
);

/** The engine of a layer, from its folder. Throws for a folder without `forward.ts`. */
export function engineOf({ name }: { readonly name: string }): Engine {
  const engine = engines.get(name);
  if (!engine) throw new Error(`there is no forward.ts in the folder of '${name}'`);
  return engine;
}

const shared: Readonly<Record<string, string>> = import.meta.glob<string>('../shaders/shared/*.wgsl', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Replaces each `//#import name` line by `shaders/shared/name.wgsl`. Throws for a name that does not exist. */
export function compose(source: string): string {
  return source.replace(/^\/\/#import (\w+)$/gm, (_, name: string) => {
    const snippet = shared[`../shaders/shared/${name}.wgsl`];
    if (snippet === undefined) throw new Error(`//#import ${name}: no such file in shaders/shared`);
    return snippet;
  });
}

/** Sets the values of `const NAME: u32 = …;` lines. Throws where the shader has no such line. */
export function specialise(source: string, constants: Readonly<Record<string, number>>): string {
  return Object.entries(constants).reduce((text, [name, value]) => {
    const line = new RegExp(`^const ${name}: u32 = \\d+u;`, 'm');
    if (!line.test(text)) throw new Error(`the shader has no line 'const ${name}: u32 = …;'`);
    return text.replace(line, `const ${name}: u32 = ${value}u;`);
  }, source);
}

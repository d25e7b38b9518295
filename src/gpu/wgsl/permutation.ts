const DECLARED = /^\/\/#permutation (\w+)((?: \w+)*)\n/gm;
const DIRECTIVE = /^ *\/\/#(if|else|endif)\b ?(.*)$/;

/**
 * The shaders that a file stands for, a `//#permutation NAME DEFINE …` line each: their defines by name. Empty for a file with one shader.
 */
export function permutationsOf(source: string): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...source.matchAll(DECLARED)].map(([, name = '', list = '']) => [name, new Set(list.split(' ').filter(Boolean))]),
  );
}

/**
 * Keeps the lines that hold with some defines: those between `//#if NAME` (or `//#if NAME | OTHER`, or `//#if !NAME`),
 * `//#else`, and `//#endif`. Throws for a name that is not `known`, and for a directive without its other end.
 */
export function resolve(source: string, defined: ReadonlySet<string>, known: ReadonlySet<string>): string {
  const open: boolean[] = [];
  const holds = (term: string): boolean => {
    const name = term.replace('!', '');
    if (!known.has(name)) throw new Error(`//#if ${name}: no permutation of this shader defines it`);
    return defined.has(name) !== term.startsWith('!');
  };
  const closed = (directive: string): boolean => {
    const last = open.pop();
    if (last === undefined) throw new Error(`${directive} without //#if`);
    return last;
  };
  const kept = source.split('\n').filter(line => {
    const [, directive, names = ''] = DIRECTIVE.exec(line) ?? [];
    if (directive === 'if') open.push(names.split(' | ').map(holds).includes(true));
    else if (directive === 'else') open.push(!closed('//#else'));
    else if (directive === 'endif') closed('//#endif');
    else return open.every(Boolean);
    return false;
  });
  if (open.length > 0) throw new Error('//#if without //#endif');
  return kept.join('\n');
}

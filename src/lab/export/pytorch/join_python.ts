/** A line that imports a part of the file to be written, and how. */
const PART = /^from parts\.(\w+) import /;
const IMPORT = /^(?:import|from) /;

/** Modules of the project itself, which are imported last. */
const OWN = /^(?:import|from) (?:safetensors_file)\b/;
const TORCH = /^(?:import|from) torch\b/;

function groupOf(line: string): number {
  if (OWN.test(line)) return 2;
  return TORCH.test(line) ? 1 : 0;
}

/** Imports in the order of PEP 8: Python's own, torch, the project's; `import` before `from`. */
function sortImports(lines: ReadonlySet<string>): string {
  const groups = [0, 1, 2].map(group =>
    [...lines].filter(line => groupOf(line) === group).toSorted((a, b) => keyOf(a).localeCompare(keyOf(b))),
  );
  return groups
    .filter(group => group.length > 0)
    .map(group => group.join('\n'))
    .join('\n\n');
}

function keyOf(line: string): string {
  return `${line.startsWith('import ') ? 0 : 1} ${line}`;
}

/**
 * Python texts as one: their imports once, at the top, and before each text the parts that it imports as `parts.NAME`, each once.
 * Imports of a text stand at its beginning.
 */
export function joinPython(texts: readonly string[], partOf: (name: string) => string): string {
  const imports = new Set<string>();
  const done = new Set<string>();
  const bodies: string[] = [];
  const add = (text: string): void => {
    const lines = text.split('\n');
    const start = lines.findIndex(line => line !== '' && !IMPORT.test(line));
    for (const line of lines.slice(0, start)) {
      const part = PART.exec(line)?.[1];
      if (part === undefined) {
        if (line !== '') imports.add(line);
      } else if (!done.has(part)) {
        done.add(part);
        add(partOf(part));
      }
    }
    bodies.push(lines.slice(start).join('\n').trim());
  };
  texts.forEach(add);
  return `${[sortImports(imports), ...bodies].join('\n\n\n')}\n`;
}

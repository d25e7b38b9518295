// Finds the Python of a layer's folder by name, as models/engines finds engines, and the parts that several layers share.
const layers = import.meta.glob<string>(['./mixers/*/pytorch.py', './mlp/pytorch.py'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const parts = import.meta.glob<string>(['./pytorch/*.py', './{recurrent,delta}/pytorch.py'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The PyTorch form of a layer. Throws for a folder without `pytorch.py`. */
export function pytorchOf({ name }: { readonly name: string }): string {
  const text = layers[`./mixers/${name}/pytorch.py`] ?? layers[`./${name}/pytorch.py`];
  if (text === undefined) throw new Error(`there is no pytorch.py in the folder of '${name}'`);
  return text;
}

/** What layers import as `parts.NAME`. Throws for a name that no file has. */
export function pytorchPart(name: string): string {
  const text = parts[`./pytorch/${name}.py`] ?? parts[`./${name}/pytorch.py`];
  if (text === undefined) throw new Error(`there is no models/pytorch/${name}.py`);
  return text;
}

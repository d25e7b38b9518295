import type { BoundLayer } from '../../../models/block';
import type { Model } from '../../../models/model';
import { pytorchOf, pytorchPart } from '../../../models/pytorch_texts';
import { ExportError } from './export_error';
import { joinPython } from './join_python';
import languageModel from './python/language_model.py?raw';
import loadModel from './python/load_model.py?raw';

/** The class of a layer in its `pytorch.py`: min_gru -> MinGru. */
export function className(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The keywords of the class of a layer, after `d_model`. Throws for a text without that class. */
export function pythonOptions(name: string): string[] {
  const found = new RegExp(`^class ${className(name)}\\b[\\s\\S]*?def __init__\\(([^)]*)\\)`, 'm').exec(
    pytorchOf({ name }),
  );
  if (!found) throw new Error(`the pytorch.py of '${name}' has no class ${className(name)} with an __init__`);
  const names = (found[1] ?? '').split(',').map(own => own.replace(/=.*/s, '').trim());
  return names.filter(own => own !== '' && own !== 'self' && own !== 'd_model');
}

/** model.py: the classes that these models use, and no others. Throws ExportError for an option that PyTorch's form does not know. */
export function modelFile(models: readonly Model[]): string {
  const layers = models.flatMap(({ blocks }) => blocks.flatMap(block => block.layers));
  for (const { mixer, config } of models.flatMap(({ blocks }) => blocks)) checkOptions({ layer: mixer, config });
  const names = [...new Set(layers.map(({ layer }) => layer.name))];
  const table = names.map(name => `    "${name}": ${className(name)},`);
  const texts = [
    ...names.map(name => pytorchOf({ name })),
    ['LAYERS = {', ...table, '}'].join('\n'),
    languageModel,
    loadModel,
  ];
  return `"""The models of the race. Parameters have the names and shapes of Unroll's, which are those of state-spaces/mamba."""\n\n${joinPython(texts, pytorchPart)}`;
}

function checkOptions({ layer, config }: Pick<BoundLayer, 'layer' | 'config'>): void {
  const known = pythonOptions(layer.name);
  const stray = Object.keys(Object(config)).find(key => !known.includes(key));
  if (stray !== undefined)
    throw new ExportError(
      `The PyTorch form of the mixer ${layer.name} does not know its option '${stray}'. Export another race.`,
    );
}

import type { Answers, LayerShapes, Recognise, Recognised } from './recognise';

// Finds the files of mixers by name, as models/engines does.
const files = import.meta.glob<Recognise>('./mixers/*/recognise.ts', { eager: true, import: 'recognise' });

/** The mixer whose tensors these are; undefined: none. Throws ModelError (see Recognise). */
export function recogniseMixer(
  shapes: LayerShapes,
  D: number,
  answers: Answers,
): (Recognised & { readonly mixer: string }) | undefined {
  for (const [path, recognise] of Object.entries(files)) {
    const found = recognise(shapes, D, answers);
    if (found) return { ...found, mixer: path.split('/').at(-2) ?? '' };
  }
  return undefined;
}

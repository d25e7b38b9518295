import { choicesOn, type KernelPreferences } from '../lab/measure/kernel_preferences';
import { hasBrought, lacksBrought } from './brought_for';
import { lacksMaterial, type Material, ownMaterial } from './check';
import { type ConfigState, configStore } from './stores/config';
import { linkNoteStore, setLinkNote } from './stores/link_note';

/** Says what a link to this race does not hold; null: nothing is missing. */
export function leftBehind(
  { config }: Pick<ConfigState, 'config'>,
  kernels: KernelPreferences,
  adapter: string,
): string | null {
  if (hasBrought({ config }))
    return 'The link holds the race, not its files of weights or its tokenizer. Send the files along; the reader drops them on the page.';
  const own = ownMaterial(config.task);
  if (own !== null)
    return `The link holds the race, not your ${own}. Send the ${own} along; the reader adds it under Task.`;
  if (Object.keys(choicesOn(kernels, adapter)).length > 0)
    return 'The link holds the race, not the kernels that Measure chose here. Curves elsewhere may differ in their last digits.';
  return null;
}

/** Says what the reader of a link must add before the race can be trained; null: nothing. */
export function toBeAdded(settings: Material): string | null {
  const file = lacksBrought(settings);
  if (file !== null) return `This race needs ${file}, which is not on this page. Drop it here.`;
  const own = ownMaterial(settings.config.task);
  if (own === null || !lacksMaterial(settings)) return null;
  return `This race needs its author’s own ${own}, and a link does not hold it. Add the ${own} under Task.`;
}

/** Shows what the opened link lacks, until it is there or the race no longer needs it. */
export function askForLacking(): void {
  setLinkNote(toBeAdded(configStore.getState()), true);
}

/** Removes the note once nothing is missing. */
export function followLacking(): void {
  configStore.subscribe(settings => {
    const { note, asks } = linkNoteStore.getState();
    if (note !== null && asks && toBeAdded(settings) === null) setLinkNote(null);
  });
}

import { type Preset, presets } from '../../lab/config/presets';
import type { Action } from './step';

/** The preset of a race of the tour. Throws RangeError if there is none of that name. */
export function presetOf({ preset: name }: Extract<Action, { kind: 'race' }>): Preset {
  const found = presets.find(preset => preset.name === name);
  if (!found) throw new RangeError(`there is no preset '${name}'`);
  return found;
}

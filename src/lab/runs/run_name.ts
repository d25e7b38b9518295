import { z } from 'zod';
import { legible } from '../../tasks/name_character';
import { checkName, type Named } from '../config/names';

/** Characters of the longest name of a run. */
const MOST = 120;

/** The name that a typed text gives a run; or why it gives none. */
export function checkRunName(text: string): Named {
  return checkName(text, MOST);
}

/** A name from outside: it is refused where a contender's would be. */
export const runName = z.string().transform((text, context) => {
  const checked = checkRunName(text);
  if (checked.ok) return checked.name;
  context.issues.push({ code: 'custom', input: text, message: checked.message });
  return z.NEVER;
});

/** A stored name. Earlier versions let any character pass, and no run is lost for that: its invisible ones become their numbers. */
export const storedRunName = z.string().transform(text => {
  const own = checkRunName(text);
  if (own.ok) return own.name;
  const shown = Array.from(legible(text.slice(0, MOST))).slice(0, MOST);
  const checked = checkRunName(shown.join(''));
  return checked.ok ? checked.name : 'Run without a name';
});

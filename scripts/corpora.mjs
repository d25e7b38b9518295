import { firstNames } from './first-names.mjs';
import { mobyDick } from './moby-dick.mjs';

/**
 * The texts that ship with the page, by the name that tasks use; the page finds them under `corpora/NAME.txt`.
 *
 * @type {Readonly<Record<string, () => string>>}
 */
export const corpora = { 'moby-dick': mobyDick, 'first-names': firstNames };

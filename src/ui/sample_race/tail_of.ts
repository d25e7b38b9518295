/** Characters that are shown, so that a long text does not make the page slow. */
const MOST = 4000;

/** The end of a prompt and the text after it, and whether there is more before it. */
export function tailOf(prompt: string, text: string, most = MOST) {
  const written = endOf(text, most);
  const given = written === text ? endOf(prompt, most - text.length) : '';
  return { given, written, cut: given !== prompt || written !== text };
}

/** The last `most` units of a text; half a surrogate pair is left out. */
function endOf(text: string, most: number): string {
  return text.length <= most ? text : text.slice(text.length - most).replace(/^[\udc00-\udfff]/, '');
}

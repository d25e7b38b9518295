type Attributes = Readonly<Record<string, string | number>>;

/** Characters that no XML 1.0 document may hold, not even escaped. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as XML holds it, in an element or an attribute. A character that XML cannot hold becomes U+FFFD. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, character => entities[character] ?? character);
}

/** A length with at most two digits after the point. Throws if it is not finite. */
export function length(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`A picture has no place for ${value}.`);
  return String(Number(value.toFixed(2)));
}

/** An SVG element. `children` are elements, or texts that are escaped already. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? length(value) : escaped(value)}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

export function textAt(words: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, [escaped(words)]);
}

export function moved(x: number, y: number, children: readonly string[]): string {
  return element('g', { transform: `translate(${length(x)} ${length(y)})` }, children);
}

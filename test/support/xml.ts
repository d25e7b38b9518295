/** An element of a read document; `text` is that of all its children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const TOKEN = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/** Reads XML as our writers make it. Throws on anything that is not well-formed. */
export function parseXml(document: string): XmlElement {
  if (FORBIDDEN.test(document)) throw new Error('a character that XML forbids');
  const body = document.replace(/^<\?xml [^?]*\?>\s*/, '').trimEnd();
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < body.length) {
    const at = TOKEN.lastIndex;
    const [, ends, name, attributes = '', closed, text] = TOKEN.exec(body) ?? [];
    const parent = open.at(-1) ?? top;
    if (ends !== undefined) {
      if (open.pop()?.name !== ends) throw new Error(`</${ends}> ends nothing`);
    } else if (name !== undefined) {
      const element: XmlElement = { name, attributes: read(attributes), children: [], text: '' };
      parent.children.push(element);
      if (closed === '') open.push(element);
    } else if (text !== undefined && open.length > 1) {
      for (const element of open) element.text += decoded(text);
    } else throw new Error(`not well-formed: ${body.slice(at, at + 60)}`);
  }
  const [root, ...others] = top.children;
  if (open.length !== 1 || !root || others.length > 0) throw new Error('not one whole element');
  return root;
}

function read(attributes: string): Record<string, string> {
  const found = [...attributes.matchAll(/([\w:-]+)="([^"]*)"/g)];
  const read = Object.fromEntries(found.map(([, key = '', value = '']) => [key, decoded(value)]));
  if (Object.keys(read).length !== found.length) throw new Error(`an attribute twice in ${attributes}`);
  return read;
}

function decoded(text: string): string {
  return text.replace(/&([#\w]*)(;?)/g, (whole, name: string, end: string) => {
    const character = end === ';' ? entities[name] : undefined;
    if (character === undefined) throw new Error(`an entity ${whole}`);
    return character;
  });
}

/** All elements of a name, in the order of the document. */
export function named(element: XmlElement, name: string): XmlElement[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap(child => named(child, name))];
}

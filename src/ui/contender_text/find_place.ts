import type { SyntaxNode, Tree } from '@lezer/common';
import type { TextIssue } from './read_contender';

/** Character offsets in a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the value at a path stands in a JSON text, given its syntax tree of @codemirror/lang-json. Of an object or a list, its key is
 * marked, or else its opening bracket. What is missing is marked at what should hold it.
 */
export function findPlace({ path, ofKey }: Pick<TextIssue, 'path' | 'ofKey'>, text: string, tree: Tree): Span {
  let node: SyntaxNode | null = tree.topNode.firstChild;
  let key: SyntaxNode | null = null;
  for (const step of path) {
    const next: SyntaxNode | null =
      node && (typeof step === 'number' ? itemAt(node, step) : propertyOf(node, step, text));
    if (!next) {
      key = null;
      break;
    }
    key = next.getChild('PropertyName');
    node = key ? valueIn(next) : next;
  }
  if (node && isPlain(node) && !ofKey) return spanOf(node);
  if (key) return spanOf(key);
  return node ? { from: node.from, to: Math.min(node.from + 1, text.length) } : { from: 0, to: text.length };
}

/** A node has these as getters, which a spread would lose. */
function spanOf({ from, to }: SyntaxNode): Span {
  return { from, to };
}

/** The path of the innermost object or list around an offset, and the object's own keys. */
export function containerAt(
  node: SyntaxNode,
  text: string,
): { path: PropertyKey[]; keys: string[]; container: SyntaxNode } | null {
  let container: SyntaxNode | null = node;
  while (container && container.name !== 'Object' && container.name !== 'Array') container = container.parent;
  if (!container) return null;
  return { path: pathTo(container, text), keys: keysOf(container, text), container };
}

/** The keys of an object. */
function keysOf(object: SyntaxNode, text: string): string[] {
  return object.getChildren('Property').flatMap(property => keyOf(property, text) ?? []);
}

/** Keys and places that lead to a node, from the outside in. */
export function pathTo(node: SyntaxNode, text: string): PropertyKey[] {
  const { parent } = node;
  if (!parent) return [];
  if (parent.name === 'Property') {
    const key = keyOf(parent, text);
    return parent.parent && key !== undefined ? [...pathTo(parent.parent, text), key] : [];
  }
  if (parent.name !== 'Array') return pathTo(parent, text);
  return [...pathTo(parent, text), itemsOf(parent).findIndex(({ from }) => from === node.from)];
}

/** The places of keys that their object has already, of which JSON would take the last one. */
export function repeatedKeys(tree: Tree, text: string): Span[] {
  const places: Span[] = [];
  tree.iterate({
    enter: ({ name, node }) => {
      if (name !== 'Object') return;
      const properties = node.getChildren('Property');
      const keys = properties.map(property => keyOf(property, text));
      for (const [i, property] of properties.entries()) {
        const key = property.getChild('PropertyName');
        if (key && keys.indexOf(keys[i]) < i) places.push(spanOf(key));
      }
    },
  });
  return places;
}

/** The value of a key of an object, if it is a string. */
export function stringAt(object: SyntaxNode, key: string, text: string): string | undefined {
  const property = propertyOf(object, key, text);
  const value = property && valueIn(property);
  return value?.name === 'String' ? unquoted(text.slice(value.from, value.to)) : undefined;
}

function isPlain({ name }: SyntaxNode): boolean {
  return name !== 'Object' && name !== 'Array';
}

function propertyOf(object: SyntaxNode, key: PropertyKey, text: string): SyntaxNode | null {
  return object.getChildren('Property').find(property => keyOf(property, text) === key) ?? null;
}

function itemAt(list: SyntaxNode, index: number): SyntaxNode | null {
  return itemsOf(list)[index] ?? null;
}

function itemsOf(list: SyntaxNode): SyntaxNode[] {
  const items: SyntaxNode[] = [];
  for (let child = list.firstChild; child; child = child.nextSibling) if (/^[A-Z]/.test(child.name)) items.push(child);
  return items;
}

function keyOf(property: SyntaxNode, text: string): string | undefined {
  const name = property.getChild('PropertyName');
  return name ? unquoted(text.slice(name.from, name.to)) : undefined;
}

function valueIn(property: SyntaxNode): SyntaxNode | null {
  const last = property.lastChild;
  return last && last.name !== 'PropertyName' && /^[A-Z]/.test(last.name) && !last.type.isError ? last : null;
}

function unquoted(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

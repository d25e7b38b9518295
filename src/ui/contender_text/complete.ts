import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { SyntaxNode } from '@lezer/common';
import { containerAt, stringAt } from './find_place';
import { type KnownKey, type KnownValue, knownKeys } from './known_keys';

/** Offers the keys and values that fit at the cursor, with their help. */
export function complete(context: CompletionContext): CompletionResult | null {
  const text = context.state.doc.toString();
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const around = containerAt(isInside(node, context.pos) ? node : (node.parent ?? node), text);
  if (around?.container.name !== 'Object') return null;
  const known = knownKeys(around.path, stringAt(around.container, 'mixer', text));
  const property = propertyAround(node);
  const key = property ? keyBefore(property, context.pos, text) : undefined;
  if (key !== undefined) {
    const values = known.find(each => each.key === key)?.values ?? [];
    return offer(context, node, values.map(valueOption));
  }
  const free = known.filter(each => !around.keys.includes(each.key) || isKeyAt(node, each.key, text));
  return offer(context, node, free.map(keyOption));
}

function offer(context: CompletionContext, node: SyntaxNode, options: Completion[]): CompletionResult | null {
  const { pos, explicit } = context;
  if (options.length === 0) return null;
  const word = /^(String|PropertyName|Number|True|False|Null)$/.test(node.name) && node.to >= pos;
  if (word) return { from: node.from, to: node.to, options };
  const typed = context.matchBefore(/["\w]+/);
  if (!typed && !explicit) return null;
  return { from: typed?.from ?? pos, options };
}

/** Whether an offset lies between the brackets of a node. */
function isInside(node: SyntaxNode, pos: number): boolean {
  return pos > node.from && (pos < node.to || node.lastChild?.name === '⚠');
}

function propertyAround(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at && at.name !== 'Object' && at.name !== 'Array'; at = at.parent)
    if (at.name === 'Property') return at;
  return null;
}

/** The key whose value is at an offset: the colon lies before. */
function keyBefore(property: SyntaxNode, pos: number, text: string): string | undefined {
  const name = property.getChild('PropertyName');
  if (!name || !text.slice(name.to, pos).includes(':')) return undefined;
  return text.slice(name.from + 1, name.to - 1);
}

function isKeyAt(node: SyntaxNode, key: string, text: string): boolean {
  return node.name === 'PropertyName' && text.slice(node.from, node.to) === JSON.stringify(key);
}

function keyOption({ key, help }: KnownKey): Completion {
  return { label: JSON.stringify(key), apply: `${JSON.stringify(key)}: `, type: 'property', info: help };
}

function valueOption({ value, title, help }: KnownValue): Completion {
  return {
    label: JSON.stringify(value),
    type: 'enum',
    ...(title === undefined ? {} : { detail: title }),
    ...(help === undefined ? {} : { info: help }),
  };
}

import { readFileSync } from 'node:fs';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';
import { mixers } from '../../src/models/registry';
import { filesOf } from '../support/source';

const names = new Set(mixers.map(({ name }) => name));

/** Files that may name a mixer: the list of mixers, the models that the page offers, and the tour, which explains some. */
const CHOOSE = [
  /^src\/models\/registry\.ts$/,
  /^src\/lab\/config\/(presets|stacks)\.ts$/,
  /^src\/lab\/experiments\/\w+\.ts$/,
  /^src\/ui\/tour\//,
];

/** A mixer's name in a string. Only files with one are parsed. */
const quoted = new RegExp(`['"\`](${[...names].join('|')})['"\`]`);

/** The mixers that a program names in strings. Comments and the inner parts of templates do not count. */
function namedIn(file: string, text: string): string[] {
  if (!quoted.test(text)) return [];
  const found: string[] = [];
  new Visitor({
    Literal: ({ value }) => void (typeof value === 'string' && found.push(value)),
    TemplateLiteral: ({ quasis, expressions }) =>
      void (expressions.length === 0 && found.push(quasis[0]?.value.cooked ?? '')),
  }).visit(parseSync(file, text).program);
  return found.filter(string => names.has(string));
}

test('only a mixer’s folder and the places that choose mixers name it', () => {
  const named = filesOf('src', /\.tsx?$/)
    .filter(file => !CHOOSE.some(place => place.test(file)))
    .flatMap(file => {
      const folder = /^src\/models\/mixers\/(\w+)\//.exec(file)?.[1];
      const others = namedIn(file, readFileSync(file, 'utf8')).filter(name => name !== folder);
      return others.map(name => `${file} names '${name}'`);
    });
  expect(named).toEqual([]);
});

test('strings, whole templates, and types count; comments and parts of a template do not', () => {
  const text = `type A = 'lstm';\nconst b = \`gru\`; // 'rnn'\nconst c = { 's4d': \`conv \${b}\` };`;
  expect(namedIn('a.ts', text).toSorted()).toEqual(['gru', 'lstm', 's4d']);
});

import { CompletionContext } from '@codemirror/autocomplete';
import { json, jsonLanguage } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ContenderConfig, contenderConfig, runConfig } from '../../../src/lab/config/config';
import { presets } from '../../../src/lab/config/presets';
import { blockForms } from '../../../src/models/registry';
import { complete } from '../../../src/ui/contender_text/complete';
import { textOf } from '../../../src/ui/contender_text/contender_text';
import { findPlace, repeatedKeys } from '../../../src/ui/contender_text/find_place';
import { readContender } from '../../../src/ui/contender_text/read_contender';

const V = 80;

function contenderOf(value: unknown): ContenderConfig {
  return contenderConfig.parse(value);
}

const mamba = contenderOf({ name: 'Mamba', d_model: 64, blocks: [{ mixer: 'mamba', d_state: 16 }, { mixer: 'lstm' }] });

/** Each issue, with the part of the text that it marks. */
function faults(text: string): [string, string][] {
  const found = readContender(text, ['Taken'], V);
  if (found.ok) return [];
  const tree = jsonLanguage.parser.parse(text);
  return found.issues.map(issue => {
    const { from, to } = { ...findPlace(issue, text, tree) };
    return [text.slice(from, to), issue.message];
  });
}

/** What is offered at the mark | in a text. */
function offered(marked: string): string[] {
  const pos = marked.indexOf('|');
  const state = EditorState.create({ doc: marked.replace('|', ''), extensions: [json()] });
  return complete(new CompletionContext(state, pos, true))?.options.map(({ label }) => label) ?? [];
}

test('the text of every preset’s contenders reads as the same contenders', () => {
  for (const { config } of presets) {
    for (const contender of runConfig.parse(config).contenders)
      expect(readContender(textOf(contender), [], V)).toEqual({ ok: true, contender });
  }
});

test('the text of a block of every mixer, in every form, reads as the same block', () => {
  for (const block of blockForms) {
    const contender = contenderOf({ name: 'x', d_model: 64, blocks: [block] });
    expect(readContender(textOf(contender), [], V)).toEqual({ ok: true, contender });
  }
});

test('a key that its object has already is found, at any depth; equal keys of two objects are not', () => {
  const text = '{"name": "x", "name": "y", "blocks": [{"mixer": "gru"}, {"mixer": "lstm", "mi\\u0078er": "gru"}]}';
  const places = repeatedKeys(jsonLanguage.parser.parse(text), text);
  expect(places.map(({ from, to }) => [from, text.slice(from, to)])).toEqual([
    [text.lastIndexOf('"name"'), '"name"'],
    [text.indexOf('"mi\\'), '"mi\\u0078er"'],
  ]);
});

test('what fits on a line has one', () => {
  expect(textOf(mamba)).toBe(
    '{\n  "name": "Mamba",\n  "d_model": 64,\n  "blocks": [\n    {\n      "mixer": "mamba",\n      "d_state": 16\n    },\n    { "mixer": "lstm" }\n  ]\n}',
  );
});

test.each([
  ['"d_state": 16', '"d_state": 0', [['0', 'must be at least 1']]],
  ['"d_state": 16', '"d_stat": 16', [['"d_stat"', "there is no key 'd_stat'"]]],
  ['"d_state": 16', '"gate": "loud"', [['"loud"', 'must be one of "silu", "none"']]],
  ['"d_model": 64', '"d_model": "wide"', [['"wide"', 'must be a number']]],
  ['  "d_model": 64,\n', '', [['{', 'is missing']]],
  ['"Mamba"', '"Taken"', [['"Taken"', 'Another contender has this name.']]],
  ['"Mamba"', '""', [['""', 'A name is missing.']]],
])('%s turned into %s is refused at its place', (before, after, wanted) => {
  expect(faults(textOf(mamba).replace(before, after))).toEqual(wanted);
});

test('an unknown mixer is refused at its name, with those there are', () => {
  const [[place, message] = []] = faults(textOf(mamba).replace('"lstm"', '"lstn"'));
  expect(place).toBe('"lstn"');
  expect(message).toMatch(/^there is no mixer 'lstn'; there are 'mamba'/);
});

test('several faults are all said', () => {
  const text = textOf(mamba).replace('16', '-1').replace('64', '0').replace('"lstm"', '"lstm", "mlp": 0');
  expect(faults(text).map(([place]) => place)).toEqual(['0', '0']);
  expect(faults(textOf(mamba).replace('16', '-1').replace('"lstm"', '"lstm", "x": 0')).map(([place]) => place)).toEqual(
    ['-1', '"x"'],
  );
});

test('a model that cannot be built is refused at its blocks', () => {
  const text = '{ "name": "x", "d_model": 30, "blocks": [{ "mixer": "attention", "heads": 4 }] }';
  const [[place, message] = []] = faults(text);
  expect(place).toBe('"blocks"');
  expect(message).toMatch(/heads|30/);
});

test('weights cannot be written', () => {
  expect(faults(textOf({ ...mamba, weights: 'abc' }))).toEqual([['"abc"', expect.stringMatching(/bring/)]]);
});

test('any text is read or refused, with a place in it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"name"',
    '"blocks"',
    '"mixer"',
    '"mamba"',
    '1',
    'null',
    ' ',
    '"',
    '𝄞',
  );
  const broken = fc.tuple(fc.nat(200), fc.array(piece, { maxLength: 4 })).map(([at, pieces]) => {
    const text = textOf(mamba);
    return text.slice(0, at) + pieces.join('') + text.slice(at + pieces.length);
  });
  fc.assert(
    fc.property(
      fc.oneof(
        broken,
        fc.array(piece).map(parts => parts.join('')),
      ),
      text => {
        const found = readContender(text, [], V);
        if (found.ok) return;
        for (const issue of found.issues) {
          const { from, to } = { ...findPlace(issue, text, jsonLanguage.parser.parse(text)) };
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});

test('keys that are not there yet are offered where a key belongs', () => {
  expect(offered('{ "name": "x", | }')).toEqual(expect.arrayContaining(['"d_model"', '"blocks"', '"training"']));
  expect(offered('{ "name": "x", | }')).not.toContain('"name"');
  expect(offered('{ "blocks": [{ "mixer": "mamba", "d|" }] }')).toEqual(expect.arrayContaining(['"d_state"', '"mlp"']));
  expect(offered('{ "blocks": [{ "mixer": "lstm", | }] }')).not.toContain('"d_state"');
  expect(offered('{ "training": { | } }')).toEqual(expect.arrayContaining(['"lr"', '"betas"', '"clip_norm"']));
});

test('values that fit are offered behind a key', () => {
  expect(offered('{ "blocks": [{ "mixer": "ma|" }] }')).toEqual(expect.arrayContaining(['"mamba"', '"attention"']));
  expect(offered('{ "blocks": [{ "mixer": | }] }')).toContain('"mamba"');
  expect(offered('{ "blocks": [{ "mixer": "mamba", "gate": "|" }] }')).toEqual(['"silu"', '"none"']);
  expect(offered('{ "frozen": | }')).toEqual(['true', 'false']);
  expect(offered('{ "training": { "schedule": "|" } }')).toEqual(['"cosine"', '"constant"']);
});

test('every key that is offered is one that the schema takes', () => {
  const keys = offered('{ "training": { | } }').map(label => JSON.parse(label));
  for (const key of keys) {
    const found = readContender(textOf(mamba).replace('{\n', `{ "training": { "${key}": "?" },\n`), [], V);
    expect(JSON.stringify(found), key).not.toMatch(/there is no key/);
  }
});

import { expect, test } from 'vitest';
import { decodeParts } from '../../src/ui/link';
import { linkHere } from '../../src/ui/link_here';
import { want } from '../../src/ui/stores/inspection';
import { openWorkspace } from '../../src/ui/stores/workspace';

async function partsHere() {
  const { hash, note } = await linkHere();
  return { parts: (await decodeParts(hash ?? '')).slice(1), note };
}

test('a link to Inspect holds the contender and the typed text, or says that the text is too long for it', async () => {
  openWorkspace('inspect');
  expect(await partsHere()).toEqual({ parts: [{ kind: 'workspace', workspace: 'inspect' }], note: null });
  want({ contender: 2, input: { kind: 'text', text: 'Call me Ishmael.' } });
  expect(await partsHere()).toMatchObject({
    parts: [{ kind: 'inspect', request: { contender: 2, input: { text: 'Call me Ishmael.' } } }],
    note: null,
  });
  want({ input: { kind: 'text', text: 'Call me Ishmael. '.repeat(200) } });
  expect(await partsHere()).toEqual({
    parts: [{ kind: 'workspace', workspace: 'inspect' }],
    note: expect.stringContaining('without your text'),
  });
});

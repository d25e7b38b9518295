import { afterEach, beforeEach, expect, test } from 'vitest';
import { mobyDick } from '../../src/lab/config/presets';
import { decodeParts } from '../../src/ui/link';
import { linkHere } from '../../src/ui/link_here';
import { configStore } from '../../src/ui/stores/config';
import { initialInspection, inspectionStore, want } from '../../src/ui/stores/inspection';
import { measurementStore } from '../../src/ui/stores/measurement';
import { sharedStore } from '../../src/ui/stores/shared';
import { openWorkspace } from '../../src/ui/stores/workspace';

// Other tests of this process leave their own.
const before = [configStore.getState(), measurementStore.getState(), sharedStore.getState()] as const;

beforeEach(() => {
  configStore.setState({ config: mobyDick.config });
  measurementStore.setState({ inForce: {} });
  sharedStore.setState({ result: null });
  inspectionStore.setState(initialInspection, true);
});

afterEach(() => {
  configStore.setState(before[0], true);
  measurementStore.setState(before[1], true);
  sharedStore.setState(before[2], true);
  inspectionStore.setState(initialInspection, true);
  openWorkspace('race');
});

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

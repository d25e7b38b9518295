import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { presets } from '../../src/lab/config/presets';
import { encodeLink } from '../../src/ui/link';
import { openLink } from '../../src/ui/open_link';
import { asideStore } from '../../src/ui/stores/aside';
import { configStore } from '../../src/ui/stores/config';
import { experimentsStore } from '../../src/ui/stores/experiments';
import { openWorkspace, workspaceStore } from '../../src/ui/stores/workspace';
import { storageWith } from '../support/page_storage';

// Other tests of this process leave their own.
const before = [configStore.getState(), asideStore.getState(), experimentsStore.getState()] as const;
const [first, second] = presets;

beforeEach(() => {
  vi.stubGlobal('localStorage', storageWith());
  asideStore.setState({ entries: [], notStored: null });
});

afterEach(() => {
  vi.unstubAllGlobals();
  configStore.setState(before[0], true);
  asideStore.setState(before[1], true);
  experimentsStore.setState(before[2], true);
  openWorkspace('race');
});

/** What the page puts aside of a link, in words. */
async function told(hash: string): Promise<string[]> {
  vi.stubGlobal('location', { hash });
  await openLink(Promise.resolve());
  return asideStore.getState().entries.map(({ what, why }) => `${what} ${why}`);
}

test('a link to a race and a place opens both, without a word', async () => {
  expect(await told(`#preset=${second.name}&experiment=scaling`)).toEqual([]);
  expect(configStore.getState().config).toEqual(second.config);
  expect(experimentsStore.getState().chosen).toBe('scaling');
});

test('of two races a link opens the first, and says that the second is not open', async () => {
  const words = await told(`#preset=${second.name}&preset=${first.name}`);
  expect(words).toEqual([
    `A part of this link was not opened. It sets two races up: the preset '${second.name}' is open, and the preset '${first.name}' is not. Give each a link of its own.`,
  ]);
  expect(configStore.getState().config).toEqual(second.config);
});

test('a race in full is named by its contenders', async () => {
  const race = await encodeLink(second.config);
  const [words] = await told(`#preset=${first.name}&${race.slice(1)}`);
  expect(words).toContain(`and a race of '${second.config.contenders[0]?.name}', `);
});

test('of two places a link opens the first, and says that the second is not open', async () => {
  const [words] = await told('#experiment=scaling&workspace=race');
  expect(words).toContain("names two places: the experiment 'scaling' is open, and the workspace 'race' is not.");
  expect(workspaceStore.getState().workspace).toBe('experiments');
});

test('a race that is not known leaves its place to the other one', async () => {
  const [words] = await told(`#preset=gone&preset=${second.name}`);
  expect(words).toMatch(/^A part of this link was not opened\. There is no preset 'gone'; /);
  expect(configStore.getState().config).toEqual(second.config);
});

test('every part that cannot be used is told', async () => {
  const [words, ...others] = await told('#preset=gone&workspace=attic');
  expect(words).toMatch(/^This link could not be read\. .*preset 'gone'.*\. There is no workspace 'attic'; /);
  expect(others).toEqual([]);
});

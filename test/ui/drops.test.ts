import { afterEach, expect, test, vi } from 'vitest';
import { guardDrops } from '../../src/ui/guard_drops';
import { dropsStore } from '../../src/ui/stores/drops';
import { runFilesStore, setRunFile } from '../../src/ui/stores/run_files';

const heard = new Map<string, (event: object) => void>();
vi.stubGlobal('window', {
  addEventListener: (type: string, listener: (event: object) => void) => heard.set(type, listener),
});
guardDrops();
vi.unstubAllGlobals();

afterEach(() => {
  setRunFile({ is: 'nothing' });
  dropsStore.setState({ take: null, refused: null });
});

/** Drops files of these names. Returns why they are refused. */
function drop(...names: string[]): string | null {
  const files = names.map(name => new File(['x'], name));
  heard.get('drop')?.({ dataTransfer: { types: ['Files'], files }, preventDefault: () => {} });
  return dropsStore.getState().refused;
}

test('several files where one is asked for are told so, also where none is', () => {
  expect(drop('a.unroll', 'b.unroll')).toBe('Drop a single run file.');
  expect(drop('a.txt', 'b.txt')).toBe('Drop a single file.');
  expect(drop('a.txt')).toMatch(/^Nothing on the page asks for a file/);
});

test('what the page said of a drop goes with the next one; a question stays', () => {
  setRunFile({ is: 'refused', title: 'a.unroll could not be opened.', words: '' });
  drop('a.txt');
  expect(runFilesStore.getState().file).toEqual({ is: 'nothing' });
  setRunFile({ is: 'asks', name: 'a.unroll', open: () => {} });
  dropsStore.setState({ take: () => {} });
  expect(drop('a.txt')).toBeNull();
  expect(runFilesStore.getState().file.is).toBe('asks');
});

import { create } from 'zustand';

/** Parts of the race that a small or touched screen keeps in sheets. */
export type SheetName = 'task' | 'contenders' | 'samples' | 'results';

/** Which sheet is open; null: none. */
export const sheetStore = create<{ readonly open: SheetName | null }>(() => ({ open: null }));

export const useSheet = sheetStore;

/** The open sheet closes; another takes its place. */
export function toggleSheet(name: SheetName): void {
  sheetStore.setState(({ open }) => ({ open: open === name ? null : name }));
}

export function closeSheet(): void {
  sheetStore.setState({ open: null });
}

import { create } from 'zustand';

/** Whether the page is being printed: see src/ui/print. */
export const printingStore = create<{ readonly on: boolean }>(() => ({ on: false }));

export const usePrinting = printingStore;

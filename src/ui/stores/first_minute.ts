import { create } from 'zustand';

/** The three ideas of the first minute, in order. */
export const ideas = ['remember', 'parallel', 'cost'] as const;
export type Idea = (typeof ideas)[number];

/** How far the visitor has come in this visit. */
export const firstMinuteStore = create<{ readonly reached: Idea }>(() => ({ reached: 'remember' }));

export const useFirstMinute = firstMinuteStore;

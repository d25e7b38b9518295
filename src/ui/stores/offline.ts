import { create } from 'zustand';

export interface OfflineState {
  /** The browser keeps the page: it opens without a network. */
  readonly kept: boolean;
  /** The browser keeps a newer version than this page. */
  readonly newer: boolean;
}

export const offlineStore = create<OfflineState>(() => ({ kept: false, newer: false }));

export const useOffline = offlineStore;

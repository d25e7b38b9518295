import type { Materials } from '../tasks/task';
import type { ConfigState } from './stores/config';

/** What the visitor may bring of their own, and where the stores have it. */
export const OWN = { text: 'ownText', sound: 'ownSound', music: 'ownMusic' } as const;
export type OwnKind = keyof typeof OWN;
export const ownKinds: readonly OwnKind[] = ['text', 'sound', 'music'];

export type Own = Pick<ConfigState, (typeof OWN)[OwnKind]>;

/** As a task takes it. */
export function givenOwn({ ownText, ownSound, ownMusic }: Own): Pick<Materials, keyof Own> {
  return { ownText: ownText ?? undefined, ownSound: ownSound ?? undefined, ownMusic: ownMusic ?? undefined };
}

/** To send to the worker, which keeps what it gets. */
export function copiedOwn({ ownText, ownSound, ownMusic }: Own) {
  return { ownText: ownText ?? undefined, ownSound: ownSound?.slice(), ownMusic: ownMusic?.slice() };
}

/** Only what there is. */
export function heldOwn({ ownText, ownSound, ownMusic }: Own): Partial<Own> {
  return {
    ...(ownText === null ? {} : { ownText }),
    ...(ownSound === null ? {} : { ownSound }),
    ...(ownMusic === null ? {} : { ownMusic }),
  };
}

import { OWN_SOUND } from '../tasks/own_sound';
import { OWN_TEXT } from '../tasks/own_text';
import { SAMPLE_RATE } from '../tasks/sound_sources';
import { type OwnStorage, ownStorage } from './own_storage';
import { reasonOf } from './page_storage';
import { asideStore, type LeaveAside, leaveAside } from './stores/aside';
import type { ConfigState } from './stores/config';
import { setNotKept } from './stores/not_kept';

export type Own = Pick<ConfigState, 'ownText' | 'ownSound'>;

/** Keeps the visitor's own text and sound between visits, whole. No call rejects: what cannot be kept is said on the page. */
export class OwnMaterial {
  readonly #storage: OwnStorage;
  /** What is stored, as far as is known. */
  #stored: Own = { ownText: null, ownSound: null };
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: OwnStorage = ownStorage) {
    this.#storage = storage;
  }

  /** What earlier visits left. What is no text or no sound is left aside. */
  read(leave: LeaveAside = leaveAside): Promise<Own> {
    return this.#inTurn(async () => {
      const text = await this.#found('text');
      const sound = await this.#found('sound');
      this.#stored = { ownText: isText(text) ? text : null, ownSound: isSound(sound) ? sound : null };
      if (text !== undefined && !isText(text)) await this.#putAside('text', text, leave);
      if (sound !== undefined && !isSound(sound)) await this.#putAside('sound', sound, leave);
      return this.#stored;
    });
  }

  /** Stores what has changed; null is stored no more. Returns what is stored then. */
  keep({ ownText, ownSound }: Own): Promise<Own> {
    return this.#inTurn(async () => {
      if (ownText !== this.#stored.ownText && (await this.#put('text', ownText)))
        this.#stored = { ...this.#stored, ownText };
      if (ownSound !== this.#stored.ownSound && (await this.#put('sound', ownSound)))
        this.#stored = { ...this.#stored, ownSound };
      return this.#stored;
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done;
    return done;
  }

  async #put(key: 'text' | 'sound', value: string | Uint8Array | null): Promise<boolean> {
    try {
      if (value === null) await this.#storage.delete(key);
      else await this.#storage.set(key, value);
      setNotKept(key, null);
      return true;
    } catch (error) {
      setNotKept(key, value === null ? null : reasonOf(error));
      return false;
    }
  }

  /** Undefined: there is nothing, or the browser gives nothing. */
  async #found(key: 'text' | 'sound'): Promise<unknown> {
    try {
      return await this.#storage.get(key);
    } catch {
      return undefined;
    }
  }

  /** It stays where it is, too, unless the list of what is aside could be stored. */
  async #putAside(key: 'text' | 'sound', value: unknown, leave: LeaveAside): Promise<void> {
    const why = key === 'text' ? 'It is not text, or it is too long.' : 'It is not a sound, or it is too long.';
    leave(`Your own ${key} could not be read.`, why, textOf(value));
    if (asideStore.getState().notStored === null) await this.#put(key, null);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= OWN_TEXT.bytes;
}

function isSound(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length > 0 && value.length <= OWN_SOUND.most * SAMPLE_RATE;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value instanceof Uint8Array ? Array.from(value) : value) ?? String(value);
}

import { OWN_MUSIC } from '../tasks/midi_bounds';
import { OWN_SOUND } from '../tasks/own_sound';
import { OWN_TEXT } from '../tasks/own_text';
import { SAMPLE_RATE } from '../tasks/sound_sources';
import { OWN, type Own, type OwnKind, ownKinds } from './own';
import { type OwnStorage, ownStorage } from './own_storage';
import { reasonOf } from './page_storage';
import { asideStore, type LeaveAside, leaveAside } from './stores/aside';
import { setNotKept, setUnread } from './stores/not_kept';

const NOTHING: Own = { ownText: null, ownSound: null, ownMusic: null };

/** Keeps the visitor's own text, sound, and music between visits, whole. No call rejects: the page says what cannot be kept. */
export class OwnMaterial {
  readonly #storage: OwnStorage;
  /** What is stored, as far as this tab knows. */
  #stored = NOTHING;
  /** Material that could not be read but may be stored, with the reason. */
  readonly #unread = new Map<OwnKind, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: OwnStorage = ownStorage) {
    this.#storage = storage;
  }

  /** The material of earlier visits. Values that are no text, no sound, or no music are put aside. */
  read(leave: LeaveAside = leaveAside): Promise<Own> {
    return this.#inTurn(async () => {
      const text = await this.#found('text', leave, isText);
      const sound = await this.#found('sound', leave, isSound);
      const music = await this.#found('music', leave, isMusic);
      this.#stored = { ownText: text ?? null, ownSound: sound ?? null, ownMusic: music ?? null };
      return this.#stored;
    });
  }

  /** Stores changes; null deletes. Returns the stored material. */
  keep(own: Own): Promise<Own> {
    return this.#inTurn(async () => {
      for (const kind of ownKinds) {
        const key = OWN[kind];
        if (own[key] !== this.#stored[key] && (await this.#put(kind, own[key])))
          this.#stored = { ...this.#stored, [key]: own[key] };
      }
      return this.#stored;
    });
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done;
    return done;
  }

  /** Why nothing may be written; undefined: writing is allowed. Material that this tab neither read nor stored is put aside first. */
  async #inTheWay(key: OwnKind): Promise<string | undefined> {
    const unread = this.#unread.has(key);
    const value = await this.#get(key);
    if (value === undefined || this.#unread.has(key)) return this.#unread.get(key);
    const known = this.#stored[OWN[key]];
    if (!unread && known !== null && textOf(value) === textOf(known)) return undefined;
    const [origin, why] = unread
      ? ['an earlier visit', 'It could not be read when the page opened.']
      : ['another tab', 'This tab has stored a different one since.'];
    leaveAside(`Your own ${key} of ${origin} is put aside.`, why, textOf(value));
    const { notStored } = asideStore.getState();
    if (notStored === null) return undefined;
    this.#unread.set(key, notStored);
    return notStored;
  }

  async #put(key: OwnKind, value: string | Uint8Array | null): Promise<boolean> {
    const inTheWay = await this.#inTheWay(key);
    if (inTheWay === undefined) return this.#write(key, value);
    setNotKept(key, value === null ? null : inTheWay);
    return false;
  }

  async #write(key: OwnKind, value: string | Uint8Array | null): Promise<boolean> {
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

  /** The stored value if it has the right type. Any other is put aside. */
  async #found<T>(key: OwnKind, leave: LeaveAside, isOne: (value: unknown) => value is T): Promise<T | undefined> {
    const value = await this.#get(key);
    if (value === undefined || isOne(value)) return value;
    const why = `It is not ${key === 'sound' ? 'a sound' : key}, or it is too long.`;
    leave(`Your own ${key} could not be read.`, why, textOf(value));
    // It also stays stored, unless the list of things put aside was stored.
    if (asideStore.getState().notStored === null) await this.#write(key, null);
    return undefined;
  }

  /** Undefined: there is nothing, or it cannot be read. */
  async #get(key: OwnKind): Promise<unknown> {
    try {
      const value = await this.#storage.get(key);
      this.#unread.delete(key);
      return value;
    } catch (error) {
      const why = reasonOf(error);
      this.#unread.set(key, why);
      setUnread(why);
      return undefined;
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= OWN_TEXT.bytes;
}

function isSound(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length > 0 && value.length <= OWN_SOUND.most * SAMPLE_RATE;
}

function isMusic(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.length > 0 && value.length <= OWN_MUSIC.bytes;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value instanceof Uint8Array ? Array.from(value) : value) ?? String(value);
}

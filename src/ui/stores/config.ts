import { create } from 'zustand';
import type { ContenderConfig, OwnTraining, RunConfig, TaskConfig, TrainingConfig } from '../../lab/config/config';
import { distinctNames } from '../../lab/config/names';
import { presets } from '../../lab/config/presets';
import type { BroughtWeights } from '../../lab/import/brought';

/** The next run, as the visitor has set it up. */
export interface ConfigState {
  readonly config: RunConfig;
  /** The colour of each contender, in the order of `config.contenders`. It stays while the contender is in the race. */
  readonly slots: readonly number[];
  /** The visitor's own text: never part of a link. */
  readonly ownText: string | null;
  /** The visitor's own sound as µ-law levels: never part of a link. */
  readonly ownSound: Uint8Array<ArrayBuffer> | null;
  /** The visitor's own MIDI file: never part of a link. */
  readonly ownMusic: Uint8Array<ArrayBuffer> | null;
  /** The text of a tokenizer.json: never part of a link. */
  readonly tokenizer: string | null;
  /** Files of weights that contenders may name: never part of a link. */
  readonly brought: readonly BroughtWeights[];
}

const first = presets[0];

export const configStore = create<ConfigState>(() => ({
  config: first.config,
  slots: [...first.config.contenders.keys()],
  ownText: null,
  ownSound: null,
  ownMusic: null,
  tokenizer: null,
  brought: [],
}));

export const useConfig = configStore;

export function setConfig(config: RunConfig): void {
  configStore.setState(state => ({
    config,
    slots: config.contenders === state.config.contenders ? state.slots : [...config.contenders.keys()],
  }));
}

export function setTask(task: TaskConfig): void {
  configStore.setState(({ config }) => ({ config: { ...config, task } }));
}

export function changeTraining(training: TrainingConfig): void {
  configStore.setState(({ config }) => ({ config: { ...config, training } }));
}

/** Changes contenders. Their number and order stay, and so their colours stay. */
export function changeContenders(change: (contender: ContenderConfig, index: number) => ContenderConfig): void {
  configStore.setState(({ config }) => ({ config: { ...config, contenders: config.contenders.map(change) } }));
}

/** Gives a contender training settings of its own; undefined: it has none. */
export function setOwnTraining(index: number, training: OwnTraining | undefined): void {
  changeContenders(({ training: before, ...contender }, i) => {
    const own = i === index ? training : before;
    return own === undefined ? contender : { ...contender, training: own };
  });
}

export function setContender(index: number, change: Partial<ContenderConfig>): void {
  changeContenders((contender, i) => (i === index ? { ...contender, ...change } : contender));
}

/** Puts another contender in the place of one. It keeps the colour. */
export function setContenderTo(index: number, contender: ContenderConfig): void {
  changeContenders((before, i) => (i === index ? contender : before));
}

/** Adds a contender, with the first colour that is free. */
export function addContender(contender: ContenderConfig): void {
  configStore.setState(({ config, slots }) => {
    const taken = new Set(slots);
    const free = [...slots.keys(), slots.length].find(slot => !taken.has(slot)) ?? slots.length;
    return { config: { ...config, contenders: [...config.contenders, contender] }, slots: [...slots, free] };
  });
}

/** Adds a copy of a contender, with a name of its own and the first colour that is free. */
export function duplicateContender(index: number): void {
  const { contenders } = configStore.getState().config;
  const original = contenders[index];
  if (original) addContender({ ...structuredClone(original), name: freeName(original.name, contenders) });
}

/** A name that no contender has: `wanted`, or with a number behind it. */
export function freeName(wanted: string, contenders: readonly ContenderConfig[]): string {
  return distinctNames([...contenders, { name: wanted }]).at(-1)?.name ?? wanted;
}

export function removeContender(index: number): void {
  const others = (_: unknown, i: number) => i !== index;
  configStore.setState(({ config, slots }) => ({
    config: { ...config, contenders: config.contenders.filter(others) },
    slots: slots.filter(others),
  }));
}

export function setOwnText(ownText: string | null): void {
  configStore.setState({ ownText });
}

export function setOwnSound(ownSound: Uint8Array<ArrayBuffer> | null): void {
  configStore.setState({ ownSound });
}

export function setOwnMusic(ownMusic: Uint8Array<ArrayBuffer> | null): void {
  configStore.setState({ ownMusic });
}

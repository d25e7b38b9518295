import { broughtWeights } from '../../lab/import/brought';
import { openDatabase } from '../../lab/open_database';
import { reasonOf } from '../page_storage';
import { type ConfigState, configStore } from '../stores/config';
import { setRefusedDrop } from '../stores/drops';

const DATABASE = 'unroll-brought';
const STORE = 'files';
/** Files that are kept before the first is deleted. */
const MOST = 4;
const TOKENIZER = 'tokenizer';

function database() {
  return openDatabase(DATABASE, {
    upgrade(opened) {
      opened.createObjectStore(STORE);
    },
  });
}

/** The weights and the tokenizer of the last visit. Where the browser keeps nothing, there are none, and the page asks for them. */
export async function readBrought(): Promise<Pick<ConfigState, 'brought' | 'tokenizer'>> {
  try {
    const opened = await database();
    const values: unknown[] = await opened.getAll(STORE);
    opened.close();
    const brought = values.flatMap(value => {
      const parsed = broughtWeights.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    });
    return { brought, tokenizer: values.find(value => typeof value === 'string') ?? null };
  } catch {
    return { brought: [], tokenizer: null };
  }
}

/** Keeps the weights and the tokenizer that the race names for the next visit. Beyond a few, files that it does not name are deleted. */
export function keepBrought(): void {
  let last: Promise<void> = Promise.resolve();
  configStore.subscribe((now, before) => {
    if (now.brought === before.brought && now.tokenizer === before.tokenizer && ids(now) === ids(before)) return;
    last = last.then(() => write(configStore.getState()));
  });
}

function ids({ config }: ConfigState): string {
  return `${config.task.read === 'tokenizer'} ${config.contenders.map(({ weights }) => weights)}`;
}

async function write({ config, brought, tokenizer }: ConfigState): Promise<void> {
  const named = new Set(config.contenders.map(({ weights }) => weights));
  const kept = new Map<string, unknown>(brought.filter(({ id }) => named.has(id)).map(own => [own.id, own]));
  if (config.task.read === 'tokenizer' && tokenizer !== null) kept.set(TOKENIZER, tokenizer);
  try {
    const opened = await database();
    const there = new Set((await opened.getAllKeys(STORE)).map(String));
    // Other tabs may use the others.
    const spare = [...there].filter(key => !kept.has(key)).slice(0, Math.max(0, there.size - MOST));
    for (const key of spare) await opened.delete(STORE, key);
    for (const [key, value] of kept) if (key === TOKENIZER || !there.has(key)) await opened.put(STORE, value, key);
    opened.close();
  } catch (error) {
    setRefusedDrop(
      `The browser does not keep these files for your next visit: ${reasonOf(error)}. Drop them again then.`,
    );
  }
}

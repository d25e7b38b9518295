import type { RunStore } from '../../lab/runs/run_store';
import { storedText } from '../page_storage';
import { store } from '../stores/aside';
import { keepingStore } from '../stores/keeping';

/** The visitor was asked, in this visit or an earlier one. */
const ASKED = 'unroll.asked-to-persist';

function storageManager(): StorageManager | undefined {
  const there: StorageManager | undefined = navigator.storage;
  return there;
}

/** Asks the browser once to delete nothing by itself. Never rejects. */
export async function askToPersist(manager: StorageManager | undefined = storageManager()): Promise<void> {
  try {
    let persisted = (await manager?.persisted()) ?? null;
    if (persisted === false && storedText(ASKED) === null) {
      store(ASKED, 'yes');
      persisted = (await manager?.persist()) ?? null;
    }
    keepingStore.setState({ persisted });
  } catch {
    // A browser that answers with an error keeps what it keeps.
  }
}

/** Sums up what all runs take, and what the browser gives. Never rejects. */
export async function measureRoom(
  runs: Pick<RunStore, 'list'>,
  manager: StorageManager | undefined = storageManager(),
): Promise<void> {
  try {
    const [list, estimate] = await Promise.all([runs.list(), manager?.estimate()]);
    const bytes = list.runs.reduce((sum, run) => sum + run.bytes, 0);
    keepingStore.setState({ all: { runs: list.runs.length, bytes }, quota: estimate?.quota ?? null });
  } catch {
    // The next save says what is wrong.
  }
}

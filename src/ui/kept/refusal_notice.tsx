import { useEffect, useState } from 'react';
import type { RunSummary } from '../../lab/runs/run_summary';
import { bytes } from '../format';
import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { keepingStore, useKeeping } from '../stores/keeping';
import { here } from './here';
import { lookAgain } from './look_again';
import { deleteRuns, runsToDelete } from './make_room';
import { measureRoom } from './storage';

/** Room for a race that was never saved. */
const SOME_ROOM = 4e6;

/** Says once why the race on the page is not kept, and what helps. */
export function RefusalNotice() {
  const refusal = useKeeping(state => state.refusal);
  const told = useKeeping(state => state.toldOfRefusal);
  const needed = useKeeping(state => state.saved?.bytes ?? SOME_ROOM);
  const [oldest, setOldest] = useState<readonly RunSummary[]>([]);
  const full = refusal?.full === true;
  useEffect(() => {
    if (!full) return;
    here.store.list().then(
      ({ runs }) => setOldest(runsToDelete(runs, 2 * needed)),
      () => {},
    );
  }, [full, needed]);
  if (!refusal || told) return null;
  const makeRoom = async () => {
    await deleteRuns(here.store, oldest);
    setOldest([]);
    await measureRoom(here.store);
    lookAgain();
  };
  const size = bytes(oldest.reduce((sum, run) => sum + run.bytes, 0));
  return (
    <Notice
      title="The race on this page is not kept."
      actions={
        <>
          {full && oldest.length > 0 ? (
            <Button tiny label={`Delete ${numbered(oldest.length)} (${size})`} onClick={() => void makeRoom()} />
          ) : null}
          <Dismiss onClick={() => keepingStore.setState({ toldOfRefusal: true })} />
        </>
      }
    >
      {`The browser refused (${refusal.why}). Training goes on, and lasts until you close or reload the page; Export saves its results.`}{' '}
      {full ? roomWords(oldest) : null}
    </Notice>
  );
}

function roomWords(oldest: readonly RunSummary[]): string {
  if (oldest.length === 0) return 'Free some room on the disk; the page tries again every few seconds.';
  const names = oldest.map(({ name, step }) => `${name} (step ${step})`).slice(0, 4);
  const more = oldest.length > names.length ? ` and ${oldest.length - names.length} more` : '';
  return `To make room, delete what was kept longest ago and is not pinned: ${names.join(', ')}${more}.`;
}

function numbered(count: number): string {
  return count === 1 ? 'the oldest run' : `the ${count} oldest runs`;
}

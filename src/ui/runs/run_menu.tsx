import { useRef, useState } from 'react';
import type { RunSummary } from '../../lab/runs/run_summary';
import { IconButton } from '../kit/icon_button';
import { Menu } from '../kit/menu';
import { changeRun, deleteRun, downloadKept, openKept, playBack, showBehind } from './run_actions';
import { RunWordsDialog } from './run_words_dialog';

/** What can be done with a kept run. */
export function RunMenu({ run }: { run: RunSummary }) {
  const [writing, setWriting] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => {
    setWriting(false);
    // The item that opened the dialog is gone with its menu.
    setTimeout(() => trigger.current?.focus());
  };
  const items = [
    { title: 'Open', choose: () => void openKept(run) },
    ...(run.kind === 'race'
      ? [
          {
            title: 'Play back',
            about: 'Its curves grow again as they did, without training.',
            choose: () => void playBack(run),
          },
          {
            title: 'Show behind the race',
            about: 'Its curves are thin grey lines in the charts of the race.',
            choose: () => void showBehind(run),
          },
        ]
      : []),
    { title: 'Name and notes …', choose: () => setWriting(true) },
    {
      title: run.pinned ? 'Unpin' : 'Pin',
      about: 'A pinned run comes first, and is never deleted to make room.',
      choose: () => void changeRun(run, { pinned: !run.pinned }),
    },
    { title: 'Download (.unroll)', choose: () => void downloadKept(run) },
    { title: 'Delete', choose: () => void deleteRun(run) },
  ];
  return (
    <>
      <Menu
        name={`of ${run.id}`}
        align="end"
        items={items}
        trigger={<IconButton ref={trigger} icon="more" tiny label={`Actions for ${run.name}`} />}
      />
      {writing ? <RunWordsDialog run={run} onClose={close} /> : null}
    </>
  );
}

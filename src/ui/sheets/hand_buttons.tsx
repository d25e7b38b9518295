import { Button } from '../kit/button';
import { Icon } from '../kit/icons';
import { shareOf } from '../panels/race_share';
import { TrainButton } from '../panels/train_button';
import { useSlowRun } from '../stores/run';
import { type SheetName, toggleSheet, useSheet } from '../stores/sheet';
import { openWorkspace, useWorkspace } from '../stores/workspace';
import { icons, idOf, words } from './sheet_names';
import './hand_bar.css';

interface Props {
  /** The buttons of the page have ids; those of a sheet, which lie over them, have none. */
  readonly named?: boolean;
}

/** Task, contenders, Train, samples, and results: each one touch away, in every workspace. */
export function HandButtons({ named = false }: Props) {
  const open = useSheet(state => state.open);
  const button = (name: SheetName) => (
    <button
      type="button"
      className="hand-button"
      aria-haspopup="dialog"
      aria-expanded={open === name}
      onClick={() => toggleSheet(name)}
      {...(named ? { id: idOf(name) } : {})}
    >
      <Icon name={icons[name]} size={20} />
      {words[name]}
    </button>
  );
  return (
    <nav className="hand-bar" aria-label="The race at hand">
      {button('task')}
      {button('contenders')}
      <Middle named={named} />
      {button('samples')}
      {button('results')}
    </nav>
  );
}

/** Trains the race where it is in sight; elsewhere it would end a running experiment unseen, so the button leads to the race. */
function Middle({ named }: { readonly named: boolean }) {
  const run = useSlowRun(200);
  const workspace = useWorkspace();
  const elsewhere = workspace === 'experiments' || workspace === 'runs';
  return (
    <>
      <span className="hand-done" style={{ transform: `scaleX(${shareOf(run)})` }} />
      {elsewhere ? (
        <Button
          icon="left"
          label="Race"
          aria-label="To the race"
          className="primary"
          onClick={() => openWorkspace('race')}
        />
      ) : (
        <TrainButton run={run} {...(named ? { id: 'train' } : {})} />
      )}
    </>
  );
}

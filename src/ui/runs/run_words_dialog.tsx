import { Dialog } from 'radix-ui';
import { useId, useState } from 'react';
import { runNotes } from '../../lab/runs/run';
import { checkRunName } from '../../lab/runs/run_name';
import type { RunSummary } from '../../lab/runs/run_summary';
import { Button } from '../kit/button';
import { DialogContent } from '../kit/dialog';
import { FieldError } from '../kit/field_error';
import { changeRun } from './run_actions';
import './run_words_dialog.css';

/** Gives a kept run another name and other notes. */
export function RunWordsDialog({ run, onClose }: { run: RunSummary; onClose: () => void }) {
  const id = useId();
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  const checked = checkRunName(name);
  const short = runNotes.safeParse(notes).success;
  const error = checked.ok ? null : checked.message;
  const keep = async () => {
    if (!checked.ok || !short) return;
    await changeRun(run, { name: checked.name, notes });
    onClose();
  };
  return (
    <Dialog.Root open onOpenChange={open => open || onClose()}>
      <DialogContent name="Name and notes" title="Name and notes" className="run-words">
        <form
          className="column"
          onSubmit={event => {
            event.preventDefault();
            void keep();
          }}
        >
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            className="input"
            autoComplete="off"
            value={name}
            aria-invalid={error !== null}
            aria-describedby={error ? `${id}-error` : undefined}
            onChange={event => setName(event.target.value)}
          />
          <FieldError id={`${id}-error`}>{error}</FieldError>
          <label htmlFor={`${id}-notes`}>Notes</label>
          <textarea
            id={`${id}-notes`}
            className="input"
            rows={6}
            maxLength={100_000}
            value={notes}
            onChange={event => setNotes(event.target.value)}
          />
          <Button type="submit" label="Keep" className="primary" disabled={!checked.ok} />
        </form>
      </DialogContent>
    </Dialog.Root>
  );
}

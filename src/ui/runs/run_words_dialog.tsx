import { Dialog } from 'radix-ui';
import { useId, useState } from 'react';
import { runName, runNotes } from '../../lab/runs/run';
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
  const checked = runName.safeParse(name.trim());
  const short = runNotes.safeParse(notes).success;
  const error = checked.success ? null : 'A name is one line of 1 to 120 characters.';
  const keep = async () => {
    if (!checked.success || !short) return;
    await changeRun(run, { name: checked.data, notes });
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
          <Button type="submit" label="Keep" className="primary" disabled={!checked.success} />
        </form>
      </DialogContent>
    </Dialog.Root>
  );
}

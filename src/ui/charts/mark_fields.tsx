import { useEffect, useId, useRef, useState } from 'react';
import { MOST_MARKS } from '../../lab/runs/run';
import { Button } from '../kit/button';
import { IconButton } from '../kit/icon_button';
import { addMark, removeMark } from '../stores/marks';
import { useRun } from '../stores/run';
import './option_fields.css';

interface Props {
  /** The step that was pointed at last. */
  readonly at: () => number;
  readonly focus: boolean;
}

/** The notes of the race, and a form for a new one. All charts of the race show them, its run keeps them. */
export function MarkFields({ at, focus }: Props) {
  const id = useId();
  const marks = useRun(state => state.marks);
  const note = useRef<HTMLInputElement>(null);
  const [step, setStep] = useState(() => String(at()));
  const [text, setText] = useState('');
  useEffect(() => {
    if (focus) note.current?.focus();
  }, [focus]);
  const words = text.trim();
  const isStep = /^\d{1,9}$/.test(step.trim());
  const full = marks.length >= MOST_MARKS;
  const add = () => {
    addMark({ step: Number(step), text: words });
    setText('');
    note.current?.focus();
  };
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>Notes</h3>
      {marks.length > 0 ? (
        <ol className="marks">
          {marks.map((mark, index) => (
            <li key={`${mark.step} ${mark.text}`} className="row">
              <span className="grow">
                {index + 1} <span className="muted">step {mark.step}</span> {mark.text}
              </span>
              <IconButton
                icon="close"
                tiny
                label={`Remove the note at step ${mark.step}: ${mark.text}`}
                onClick={() => removeMark(mark)}
              />
            </li>
          ))}
        </ol>
      ) : null}
      <form
        className="row mark-form"
        onSubmit={event => {
          event.preventDefault();
          if (isStep && words !== '' && !full) add();
        }}
      >
        <input
          className="input number mark-step"
          inputMode="numeric"
          autoComplete="off"
          aria-label="Step of the note"
          aria-invalid={!isStep}
          value={step}
          onChange={({ target }) => setStep(target.value)}
        />
        <input
          ref={note}
          className="input"
          autoComplete="off"
          maxLength={200}
          placeholder="A note at this step"
          aria-label="Note"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <Button type="submit" label="Add" disabled={!isStep || words === '' || full} />
      </form>
    </section>
  );
}

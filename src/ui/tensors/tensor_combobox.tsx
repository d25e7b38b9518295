import { type KeyboardEvent, useId, useState } from 'react';
import type { TensorEntry } from '../../lab/inspect/probe';
import { whole } from '../format';
import { MOST_MATCHES, matching } from './matching';
import './tensor_combobox.css';

interface Props {
  readonly entries: readonly TensorEntry[];
  readonly name: string | null;
  readonly onChoose: (name: string) => void;
}

/** A search among all names, with a list that opens while one types: arrow keys, Enter, and Escape work in it. */
export function TensorCombobox({ entries, name, onChoose }: Props) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const found = typed === null ? [] : matching(entries, typed);
  const shown = found.slice(0, MOST_MATCHES);
  const open = typed !== null && shown.length > 0;
  const choose = (entry: TensorEntry | undefined) => {
    if (!entry) return;
    setTyped(null);
    onChoose(entry.name);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && typed !== null) setTyped(null);
    else if (event.key === 'Enter') choose(shown[at]);
    else if (event.key === 'ArrowDown' && typed === null) setTyped('');
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div>
      <input
        className="input tensor-name"
        role="combobox"
        aria-label="Name of the tensor"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open ? `${id}-${at}` : undefined}
        placeholder="Search, such as: layers.0 state"
        spellCheck={false}
        autoComplete="off"
        value={typed ?? name ?? ''}
        onChange={event => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onFocus={event => event.target.select()}
        onClick={() => {
          if (typed === null) setTyped('');
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={onKey}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Tensors" className="tensor-list" hidden={!open}>
        {shown.map((entry, i) => (
          <div
            key={entry.name}
            id={`${id}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === at}
            ref={i === at ? intoView : undefined}
            className="tensor-option small"
            // The field keeps the focus.
            onPointerDown={event => event.preventDefault()}
            onPointerUp={() => choose(entry)}
          >
            <span className="tensor-option-name">{entry.name}</span>
            <span className="muted number">{entry.shape.map(whole).join(' × ')}</span>
          </div>
        ))}
      </div>
      {typed !== null && found.length > shown.length ? (
        <p className="muted small">
          {whole(found.length)} tensors match; the first {MOST_MATCHES} are listed.
        </p>
      ) : null}
      {typed !== null && found.length === 0 ? (
        <p className="muted small">No tensor has these words in its name.</p>
      ) : null}
    </div>
  );
}

function intoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

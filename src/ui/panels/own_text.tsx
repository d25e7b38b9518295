import { type DragEvent, useId, useMemo, useState } from 'react';
import { quantity } from '../../quantity';
import { checkOwnText, OWN_TEXT, readOwnText } from '../../tasks/own_text';
import { bytesOf, UNREADABLE } from '../file_bytes';
import { whole } from '../format';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { FileChoice } from '../kit/file_choice';
import { Toggles } from '../kit/toggles';
import { setOwnText, useConfig } from '../stores/config';
import { useDrops } from '../stores/drops';
import './own_text.css';

const sources = [
  { value: 'moby-dick', label: 'Moby-Dick' },
  { value: 'own', label: 'My own text' },
] as const;
type Source = (typeof sources)[number]['value'];

/** Chooses the text to learn, and takes a pasted or dropped one. */
export function OwnText({ own, onSource }: { own: boolean; onSource: (source: Source) => void }) {
  return (
    <div className="own-text stack">
      <Toggles label="Text to learn" value={own ? 'own' : 'moby-dick'} options={sources} onChange={onSource} />
      {own ? <OwnTextBox /> : null}
    </div>
  );
}

/** The visitor's own text: pasted, dropped, or chosen. */
export function OwnTextBox() {
  const id = useId();
  const text = useConfig(state => state.ownText) ?? '';
  const [fileError, setFileError] = useState<string | null>(null);
  const problem = useMemo(() => (text === '' ? null : messageOf(() => checkOwnText(text))), [text]);
  const characters = useMemo(() => countCharacters(text), [text]);
  const error = fileError ?? problem;

  const take = async (file: File) => {
    if (file.size > OWN_TEXT.bytes) {
      setFileError('This file is larger than 5 MB. Use a part of it.');
      return;
    }
    const bytes = await bytesOf(file);
    setFileError(bytes ? messageOf(() => setOwnText(readOwnText(bytes))) : UNREADABLE);
  };
  const over = useDrops(take);
  const dropText = (event: DragEvent) => {
    const dropped = event.dataTransfer.getData('text');
    if (event.dataTransfer.types.includes('Files') || dropped === '') return;
    event.preventDefault();
    setFileError(null);
    setOwnText(dropped);
  };
  return (
    <>
      <label htmlFor={id} className="small">
        Paste a text or drop a file, up to 5 MB. It stays on this machine and is here at your next visit.
      </label>
      <textarea
        id={id}
        className={`input ${over ? 'drop-target' : ''}`}
        rows={4}
        spellCheck={false}
        placeholder="Any language, any script; at least a few thousand characters learn well."
        value={text.length > shown ? text.slice(0, shown) : text}
        readOnly={text.length > shown}
        aria-invalid={error !== null}
        aria-describedby={`${id}-count`}
        onChange={event => {
          setFileError(null);
          setOwnText(event.target.value === '' ? null : event.target.value);
        }}
        onPaste={event => {
          const pasted = event.clipboardData.getData('text');
          if (pasted.length <= shown && text.length <= shown) return;
          event.preventDefault();
          setFileError(null);
          setOwnText(pasted);
        }}
        onDrop={dropText}
      />
      <div className="own-text-foot row">
        <p id={`${id}-count`} className="muted small grow">
          {quantity(characters, 'character')}
          {text.length > shown ? `, the first ${whole(shown)} shown` : ''}
        </p>
        <FileChoice label="Choose file" accept=".txt,.md,.csv,.json,text/*" onChoose={take} />
        <Button
          tiny
          label="Clear"
          disabled={text === ''}
          onClick={() => {
            setFileError(null);
            setOwnText(null);
          }}
        />
      </div>
      <FieldError>{error}</FieldError>
    </>
  );
}

/** Counts code points, as the task does: most emoji are one. */
function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The box shows at most so many characters. A longer text is kept whole, but cannot be edited. */
const shown = 20_000;

function messageOf(act: () => unknown): string | null {
  try {
    act();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'This text cannot be used.';
  }
}

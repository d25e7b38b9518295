import { useEffect, useRef, useState } from 'react';
import { canonicalJson } from '../../lab/config/canonical_json';
import type { ContenderConfig } from '../../lab/config/config';
import { FieldError } from '../kit/field_error';
import { configStore, setContenderTo } from '../stores/config';
import { useVocabularySize } from '../vocabulary_size';
import { textOf } from './contender_text';
import { makeEditor, type TextEditor } from './make_editor';
import { readContender } from './read_contender';
import './contender_text_editor.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
}

/** The contender as JSON. A text without a fault is used at once; a change elsewhere on the page shows here. */
export function ContenderTextEditor({ contender, index }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(null);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const V = useVocabularySize();
  /** What the editor calls when it reads its text: it outlives a render. */
  const now = useRef({ index, V });
  now.current = { index, V };
  const first = useRef(contender);
  /** The contender of the last text without a fault. A text with one stays until the contender changes elsewhere. */
  const shownAs = useRef(canonicalJson(contender));

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
    const read = (text: string) => readContender(text, othersOf(now.current.index), now.current.V);
    const made = makeEditor({
      root,
      label: `${first.current.name} as text`,
      text: textOf(first.current),
      read,
      onChange: (text, found) => {
        setFaults(found);
        const meant = read(text);
        if (!meant.ok) return;
        shownAs.current = canonicalJson(meant.contender);
        setContenderTo(now.current.index, meant.contender);
      },
    });
    editor.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const now = canonicalJson(contender);
    if (now === shownAs.current) return;
    shownAs.current = now;
    editor.current?.show(textOf(contender));
    setFaults([]);
  }, [contender]);

  return (
    <div className="contender-text">
      <div ref={host} className="contender-text-editor" />
      <FieldError>
        {faults.length === 0 ? null : `${faults[0]}. The contender stays as it was until this is mended.`}
      </FieldError>
    </div>
  );
}

function othersOf(index: number): string[] {
  return configStore.getState().config.contenders.flatMap(({ name }, i) => (i === index ? [] : [name]));
}

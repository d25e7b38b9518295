import { useEffect, useRef, useState } from 'react';
import { canonicalJson } from '../../lab/config/canonical_json';
import type { ContenderConfig } from '../../lab/config/config';
import { asSentence } from '../as_sentence';
import { FieldError } from '../kit/field_error';
import { Handover, useHandover } from '../sheets/use_state_across';
import { configStore, setContenderTo } from '../stores/config';
import { useVocabularySize } from '../vocabulary_size';
import { textOf } from './contender_text';
import { type LeftText, makeEditor, type TextEditor } from './make_editor';
import { readContender } from './read_contender';
import './contender_text_editor.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
  /** Its colour slot. */
  readonly slot: number;
}

/** A text as it was left, and the contender that it was about: its last text without a fault. */
interface LeftContender extends LeftText {
  readonly of: string;
}

const leftTexts = new Handover<LeftContender | null>();

/** The contender as JSON. A text without a fault is used at once; a change elsewhere on the page shows here. */
export function ContenderTextEditor({ contender, index, slot }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<TextEditor>(null);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const V = useVocabularySize();
  const first = useRef(contender);
  /** The contender of the last text without a fault. A text with one stays until the contender changes elsewhere. */
  const shownAs = useRef(canonicalJson(contender));
  const resumed = useRef<LeftContender>(null);
  const resume = () => {
    if (!editor.current || !resumed.current) return;
    editor.current.resume(resumed.current);
    setFaults(editor.current.faults());
  };
  /** What the editor calls when it reads its text: it outlives a render. */
  const now = useRef({ index, V, resume });
  now.current = { index, V, resume };
  useHandover(
    leftTexts,
    `text-${slot}`,
    () => (editor.current ? { ...editor.current.leave(), of: shownAs.current } : resumed.current),
    found => {
      if (!found) return;
      shownAs.current = found.of;
      resumed.current = found;
      resume();
    },
  );

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
    now.current.resume();
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
        {faults[0] === undefined
          ? null
          : `${asSentence(faults[0])} The contender stays as it was until this is mended.`}
      </FieldError>
    </div>
  );
}

function othersOf(index: number): string[] {
  return configStore.getState().config.contenders.flatMap(({ name }, i) => (i === index ? [] : [name]));
}

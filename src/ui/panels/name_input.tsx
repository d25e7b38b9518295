import { useState } from 'react';
import { checkName } from '../../lab/config/names';
import { setContender, useConfig } from '../stores/config';
import './name_input.css';

interface Props {
  readonly id: string;
  /** Place of the contender in the race. */
  readonly index: number;
  readonly name: string;
  readonly onError: (message: string | null) => void;
}

/** The name of a contender. A valid name is used at once. Another stays as typed, with the reason; Escape restores the last valid one. */
export function NameInput({ id, index, name, onError }: Props) {
  const contenders = useConfig(state => state.config.contenders);
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const say = (message: string | null) => {
    setRefused(message !== null);
    onError(message);
  };
  const settle = () => {
    setTyped(null);
    say(null);
  };
  const type = (text: string) => {
    setTyped(text);
    const checked = checkName(text);
    const others = contenders.filter((_, i) => i !== index).map(other => other.name);
    if (!checked.ok) say(checked.message);
    else if (others.includes(checked.name)) say('Another contender has this name.');
    else {
      say(null);
      setContender(index, { name: checked.name });
    }
  };
  return (
    <input
      id={id}
      className="name-input cut"
      aria-label={`Name of contender ${index + 1}`}
      aria-invalid={refused}
      aria-describedby={refused ? `${id}-error` : undefined}
      title={name}
      autoComplete="off"
      value={typed ?? name}
      onChange={event => type(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' || (event.key === 'Enter' && !refused)) settle();
      }}
      onBlur={() => {
        if (!refused) settle();
      }}
    />
  );
}

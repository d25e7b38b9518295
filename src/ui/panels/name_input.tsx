import { useEffect } from 'react';
import { checkName } from '../../lab/config/names';
import { useTypedAcross } from '../sheets/use_state_across';
import { setContender, useConfig } from '../stores/config';
import './name_input.css';

interface Props {
  readonly id: string;
  /** Place of the contender in the race. */
  readonly index: number;
  readonly name: string;
  /** The same function in every render. */
  readonly onError: (message: string | null) => void;
}

/** The name of a contender. A valid name is used at once. Another stays as typed, with the reason; Escape restores the last valid one. */
export function NameInput({ id, index, name, onError }: Props) {
  const contenders = useConfig(state => state.config.contenders);
  const [typed, setTyped] = useTypedAcross(`name-${index}`);
  const others = contenders.filter((_, i) => i !== index).map(other => other.name);
  const problem = typed === null ? null : problemOf(typed, others);
  const refused = problem !== null;
  useEffect(() => onError(problem), [problem, onError]);
  const type = (text: string) => {
    setTyped(text);
    const checked = checkName(text);
    if (checked.ok && problemOf(text, others) === null) setContender(index, { name: checked.name });
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
        if (event.key === 'Escape' || (event.key === 'Enter' && !refused)) setTyped(null);
      }}
      onBlur={() => {
        if (!refused) setTyped(null);
      }}
    />
  );
}

function problemOf(typed: string, others: readonly string[]): string | null {
  const checked = checkName(typed);
  if (!checked.ok) return checked.message;
  return others.includes(checked.name) ? 'Another contender has this name.' : null;
}

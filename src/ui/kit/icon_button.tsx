import type { ComponentProps } from 'react';
import { Hint } from './hint';
import { Icon, type IconName } from './icons';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: IconName;
  /** The name of the button, and its tooltip unless there is a `hint`. */
  readonly label: string;
  readonly hint?: string;
  readonly tiny?: boolean;
}

export function IconButton({ icon, label, hint, tiny, className = '', ...rest }: Props) {
  return (
    <Hint text={hint ?? label}>
      <button
        type="button"
        aria-label={label}
        className={`button quiet icon ${tiny ? 'tiny' : ''} ${className}`}
        {...rest}
      >
        <Icon name={icon} size={tiny ? 14 : 16} />
      </button>
    </Hint>
  );
}

import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icons';

interface Props extends Omit<ComponentProps<'button'>, 'children'> {
  readonly label: string;
  readonly icon?: IconName;
  readonly tiny?: boolean;
  readonly quiet?: boolean;
}

export function Button({ label, icon, tiny, quiet, className = '', ...rest }: Props) {
  const kind = `${tiny ? ' tiny' : ''}${quiet ? ' quiet' : ''}`;
  return (
    <button type="button" className={`button${kind} ${className}`} {...rest}>
      {icon ? <Icon name={icon} size={tiny ? 12 : 16} /> : null}
      {label}
    </button>
  );
}

import type { ReactNode } from 'react';
import { Button } from './button';
import { Icon, type IconName } from './icons';

/** Something that is wrong, with what to do about it; with an `icon` of its own something that is not wrong. */
export function Notice({
  title,
  children,
  actions,
  danger,
  icon,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  danger?: boolean;
  icon?: IconName;
}) {
  return (
    <div className={`notice ${danger ? 'danger' : ''} ${icon ? 'calm' : ''}`} role={danger ? 'alert' : 'status'}>
      <Icon name={icon ?? 'warning'} />
      <p className="grow">
        {title ? <strong>{title} </strong> : null}
        {children}
      </p>
      <div className="notice-actions">{actions}</div>
    </div>
  );
}

export function Dismiss({ onClick }: { onClick: () => void }) {
  return <Button tiny quiet label="Dismiss" onClick={onClick} />;
}

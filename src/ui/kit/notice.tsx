import type { ReactNode } from 'react';
import { Button } from './button';
import { Icon } from './icons';

/** Something that is wrong, with what to do about it. */
export function Notice({
  title,
  children,
  actions,
  danger,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  danger?: boolean;
}) {
  return (
    <div className={`notice ${danger ? 'danger' : ''}`} role={danger ? 'alert' : 'status'}>
      <Icon name="warning" />
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

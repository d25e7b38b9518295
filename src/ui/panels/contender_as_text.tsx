import { useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { lazyPart } from '../kit/lazy_part';
import './own_settings.css';

const ContenderTextEditor = lazyPart(() =>
  import('../contender_text/contender_text_editor').then(part => part.ContenderTextEditor),
);

/** A contender as JSON, beside its chips. The editor loads when it is opened. */
export function ContenderAsText(props: { readonly contender: ContenderConfig; readonly index: number }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="own-settings" onToggle={event => setOpen(event.currentTarget.open)}>
      <summary className="small">As text</summary>
      {open ? <ContenderTextEditor {...props} /> : null}
    </details>
  );
}

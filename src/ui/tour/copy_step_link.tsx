import { useState } from 'react';
import { copyLink } from '../copy_link';
import { IconButton } from '../kit/icon_button';
import { encodePart } from '../link';

/** Copies a link that opens this step of the argument. */
export function CopyStepLink({ name }: { readonly name: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const hash = encodePart({ kind: 'step', name });
    setSaid(await copyLink(hash.then(made => ({ hash: made, note: null }))));
    setTimeout(() => setSaid(''), 2500);
  };
  return (
    <>
      <IconButton
        icon={said === 'Link copied' ? 'check' : 'link'}
        tiny
        label="Copy a link to this step"
        onClick={copy}
      />
      <span className="sr-only" aria-live="polite">
        {said}
      </span>
    </>
  );
}

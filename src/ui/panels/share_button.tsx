import { useState } from 'react';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { encodeLink } from '../link';
import { leftBehind } from '../link_limits';
import { configStore } from '../stores/config';
import { setLinkNote } from '../stores/link_note';
import { measurementStore } from '../stores/measurement';
import { runStore } from '../stores/run';
import './share_button.css';

/** Copies a link that opens this race, without own text and sound. */
export function ShareButton() {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const settings = configStore.getState();
    const link = new URL(await encodeLink(settings.config), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      setSaid('Link copied');
    } catch {
      setSaid('Copy the address bar');
    }
    setLinkNote(leftBehind(settings, measurementStore.getState().inForce, runStore.getState().adapter?.adapter ?? ''));
    setTimeout(() => setSaid(''), 2500);
  };
  return (
    <Hint
      text="Copy a link that opens this race with the same settings; results and your own text or sound stay here."
      side="bottom"
    >
      <button type="button" className="button quiet shrinks share" onClick={copy}>
        <Icon name="link" />
        <span aria-live="polite">{said || 'Copy link'}</span>
      </button>
    </Hint>
  );
}

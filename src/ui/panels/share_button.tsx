import { useState } from 'react';
import { copyLink } from '../copy_link';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { linkHere } from '../link_here';
import { useWorkspace, type Workspace } from '../stores/workspace';
import './share_button.css';

const hints: Readonly<Record<Workspace, string>> = {
  race: 'Copy a link that opens this race with the same settings; results and your own text, sound, or music stay here.',
  inspect:
    'Copy a link that opens this race in Inspect, at the same contender and example, or with the text typed there; results and your own text, sound, or music under Task stay here.',
  experiments: 'Copy a link that opens this experiment with the same settings; results stay here.',
  runs: 'Copy a link that opens Runs; the runs themselves stay here, and Download takes one with you.',
};

/** Copies a link that opens what the page shows. */
export function ShareButton() {
  const workspace = useWorkspace();
  const [said, setSaid] = useState('');
  const copy = async () => {
    setSaid(await copyLink(linkHere()));
    setTimeout(() => setSaid(''), 2500);
  };
  return (
    <Hint text={hints[workspace]} side="bottom">
      <button type="button" className="button quiet shrinks share" onClick={copy}>
        <Icon name="link" />
        <span aria-live="polite">{said || 'Copy link'}</span>
      </button>
    </Hint>
  );
}

import { useEffect, useState } from 'react';
import { copyLink } from '../copy_link';
import { Button } from '../kit/button';
import { runStore } from '../stores/run';
import { raceStep } from '../stores/run_state';
import { downloadResult, embedCode, resultLink } from './share_result';

/** What a shared result holds, and the buttons that share it. */
export function ShareDialog() {
  const [run] = useState(runStore.getState);
  const [link, setLink] = useState<{ readonly hash: string | null } | null>(null);
  const [said, setSaid] = useState('');
  useEffect(() => {
    let gone = false;
    void resultLink(run).then(hash => (gone ? undefined : setLink({ hash })));
    return () => {
      gone = true;
    };
  }, [run]);
  if (raceStep(run) === 0) return <p className="empty">There is no result yet. Press Train first.</p>;
  const copy = async () => setSaid(await copyLink(Promise.resolve({ hash: link?.hash ?? null, note: null })));
  const copyCode = async () => {
    const copied = await navigator.clipboard.writeText(embedCode(link?.hash ?? '')).then(
      () => true,
      () => false,
    );
    setSaid(copied ? 'Code copied' : 'The browser refused');
  };
  return (
    <div className="stack">
      <p>
        A result holds the race’s settings, its curves with at most 100 points a line, and the adapter. It holds no
        weights, no samples, and neither your own text nor your sound. Whoever opens it sees the curves and can train
        the race on their machine.
      </p>
      <p className="row wrap">
        <Button icon="link" label="Copy link" className="primary" disabled={!link?.hash} onClick={copy} />
        <Button icon="copy" label="Copy code to embed" disabled={!link?.hash} onClick={copyCode} />
        <Button icon="download" label="Save file" onClick={() => downloadResult(run)} />
        <span role="status">{said}</span>
      </p>
      {link?.hash === null ? (
        <p className="muted small">
          This result is too large for a link of 16 kB. Save the file; its reader drops it on the page.
        </p>
      ) : null}
    </div>
  );
}

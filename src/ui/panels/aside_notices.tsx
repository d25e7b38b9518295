import { Button } from '../kit/button';
import { CopyButton } from '../kit/copy_button';
import { Dismiss, Notice } from '../kit/notice';
import { ownKinds } from '../own';
import { type Aside, discardAside, useAside } from '../stores/aside';
import { setRefusedDrop, useRefusedDrop } from '../stores/drops';
import { setLinkNote, useLinkNote } from '../stores/link_note';
import { setLost, setUnread, useLost, useNotKept, useUnread } from '../stores/not_kept';

/** Notices about links, dropped files, and storage. What is put aside stays until the visitor discards it. */
export function AsideNotices() {
  const entries = useAside(state => state.entries);
  const notStored = useAside(state => state.notStored);
  const linkNote = useLinkNote();
  const notKept = useNotKept();
  const refusedDrop = useRefusedDrop();
  const unread = useUnread();
  const lost = useLost();
  return (
    <>
      {linkNote === null ? null : (
        <Notice title="" actions={<Dismiss onClick={() => setLinkNote(null)} />}>
          {linkNote}
        </Notice>
      )}
      {refusedDrop === null ? null : (
        <Notice title="The file was not taken." actions={<Dismiss onClick={() => setRefusedDrop(null)} />}>
          {refusedDrop}
        </Notice>
      )}
      {entries.map(entry => (
        <Notice
          key={`${entry.what} ${entry.text}`}
          title={entry.what}
          actions={
            <>
              <CopyButton label="Copy" className="tiny" text={() => entry.text} />
              <Button tiny quiet label="Discard" onClick={() => discard(entry)} />
            </>
          }
        >
          {entry.why} It is kept until you discard it.
        </Notice>
      ))}
      {lost === null ? null : (
        <Notice title="" actions={<Dismiss onClick={() => setLost(null)} />}>
          {lost}
        </Notice>
      )}
      {unread === null ? null : (
        <Notice
          title="What earlier visits stored could not be read."
          actions={<Dismiss onClick={() => setUnread(null)} />}
        >
          {`The browser refused (${unread}). Your own text, sound, and music, and races of earlier visits, may be missing. Close other tabs of Unroll and reload the page to try again. Whatever is stored is not overwritten.`}
        </Notice>
      )}
      {ownKinds.map(own =>
        notKept[own] === null ? null : (
          <Notice key={own} title={`Your own ${own} is not kept for your next visit.`}>
            {`The browser refused (${notKept[own]}). The ${own} lasts until you close or reload the page, so keep a copy of it.`}
          </Notice>
        ),
      )}
      {notStored === null ? null : (
        <Notice title="Your settings are not stored.">
          {`The browser refused (${notStored}). They last until you close the page; the link in the address bar holds the race.`}
        </Notice>
      )}
    </>
  );
}

/** A discarded link also leaves the address bar, so that a reload does not bring it back. */
function discard(entry: Aside): void {
  discardAside(entry);
  if (entry.text === location.hash) history.replaceState(null, '', location.pathname + location.search);
}

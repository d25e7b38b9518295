import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { setRunFile, useRunFile } from '../stores/run_files';

/** Says what became of the last run file, and asks before an unkept race goes. */
export function RunFileNotice() {
  const file = useRunFile();
  const dismiss = () => setRunFile({ is: 'nothing' });
  switch (file.is) {
    case 'nothing':
      return null;
    case 'reading':
      return <Notice title="">Reading {file.name} …</Notice>;
    case 'asks': {
      const open = () => {
        dismiss();
        file.open();
      };
      return (
        <Notice
          title={`Open ${file.name}?`}
          actions={
            <>
              <Button tiny label="Open" onClick={open} />
              <Button tiny quiet label="Not now" onClick={dismiss} />
            </>
          }
        >
          The race on this page is not kept in this browser, and it ends when the run is opened. Export downloads it.
        </Notice>
      );
    }
    case 'opened':
    case 'refused':
      return (
        <Notice title={file.title} actions={<Dismiss onClick={dismiss} />}>
          {file.words}
        </Notice>
      );
    default:
      file satisfies never;
      return null;
  }
}

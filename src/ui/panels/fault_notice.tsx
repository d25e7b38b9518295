import { CopyButton } from '../kit/copy_button';
import { Dismiss, Notice } from '../kit/notice';
import { dismissFault, useFault } from '../stores/faults';

/** An error that no part of the page caught. */
export function FaultNotice() {
  const fault = useFault();
  if (fault === null) return null;
  return (
    <Notice
      danger
      title="Something on the page failed."
      actions={
        <>
          <CopyButton label="Copy details" className="tiny" text={() => fault.details} />
          <Dismiss onClick={dismissFault} />
        </>
      }
    >
      {fault.message} You can continue. Reload the page if something no longer works.
    </Notice>
  );
}

import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { useExperiments } from '../stores/experiments';
import { useMeasurement } from '../stores/measurement';
import { offlineStore } from '../stores/offline';
import { useRun } from '../stores/run';

/** Tells of a newer version once nothing runs. */
export function NewerNotice() {
  const racing = useRun(({ playing, sampling }) => playing || sampling?.done === false);
  const experimenting = useExperiments(({ running }) => running !== null);
  const measuring = useMeasurement(({ status }) => status === 'measuring');
  if (racing || experimenting || measuring) return null;
  return (
    <Notice
      icon="download"
      title="A newer version is here."
      actions={
        <>
          <Button tiny label="Reload now" onClick={() => location.reload()} />
          <Dismiss onClick={() => offlineStore.setState({ newer: false })} />
        </>
      }
    >
      It opens at the next visit.
    </Notice>
  );
}

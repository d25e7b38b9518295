import { useState } from 'react';
import { engineDifference } from '../../lab/runs/engine_difference';
import { duration, whole } from '../format';
import { Button } from '../kit/button';
import { Dismiss, Notice } from '../kit/notice';
import { keepingStore, type Offer, useKeeping } from '../stores/keeping';
import { useMeasurement } from '../stores/measurement';
import { useRun } from '../stores/run';
import { here } from './here';
import { continueRun, discard, downloadRun, setAside } from './offer_actions';
import { RefusalNotice } from './refusal_notice';
import { engineOf } from './run_of_race';

/** The run of an earlier visit that can go on, and why the race on the page is not kept. */
export function KeptNotices() {
  const offer = useKeeping(state => state.offer);
  return (
    <>
      <OfferNotice key={offer.is === 'offered' ? offer.run.id : offer.is} offer={offer} />
      <RefusalNotice />
    </>
  );
}

function OfferNotice({ offer }: { offer: Offer }) {
  switch (offer.is) {
    case 'none':
      return null;
    case 'offered':
      return <Offered offer={offer} />;
    case 'elsewhere': {
      const { name, step, steps } = offer.run;
      return (
        <Notice
          title={`Another tab has the ${name}, step ${whole(step)} of ${whole(steps)}.`}
          actions={<Dismiss onClick={() => keepingStore.setState({ offer: { is: 'none' } })} />}
        >
          It is offered here when that tab closes. A race that you train in this tab is kept beside it.
        </Notice>
      );
    }
    case 'unreadable':
      return (
        <Notice
          title="A race of an earlier visit cannot be read."
          actions={<Button tiny quiet label="Discard" onClick={() => void discard(offer.id, here)} />}
        >
          {`${offer.why} It is kept until you discard it.`}
        </Notice>
      );
    default:
      offer satisfies never;
      return null;
  }
}

function Offered({ offer: { run, engine, why } }: { offer: Extract<Offer, { is: 'offered' }> }) {
  const adapter = useRun(state => state.adapter);
  const kernels = useMeasurement(state => state.inForce);
  const [opening, setOpening] = useState(false);
  const [unwritten, setUnwritten] = useState<string | null>(null);
  const differs = engine && adapter ? engineDifference(engine, engineOf(adapter, kernels)) : null;
  const goOn = async () => {
    setOpening(true);
    await continueRun(run, here);
    setOpening(false);
    // The button is gone with the notice; the next thing to press is Pause.
    if (keepingStore.getState().offer.is === 'none') document.getElementById('train')?.focus();
  };
  return (
    <Notice
      icon="play"
      title={`${run.name}, step ${whole(run.step)} of ${whole(run.steps)}.`}
      actions={
        <>
          <Button tiny label="Continue" disabled={opening} onClick={() => void goOn()} />
          <Button
            tiny
            quiet
            label="Download it"
            onClick={async () => setUnwritten(await downloadRun(run, here.store))}
          />
          <Button tiny quiet label="Set aside" onClick={() => void setAside(run, here)} />
        </>
      }
    >
      {`It was under way ${ago(run.saved)}, and this browser kept it.`} {why} {differs} {unwritten}
    </Notice>
  );
}

function ago(saved: string): string {
  const seconds = (Date.now() - Date.parse(saved)) / 1000;
  return seconds < 86_400 ? `${duration(Math.max(1, seconds))} ago` : `${Math.round(seconds / 86_400)} days ago`;
}

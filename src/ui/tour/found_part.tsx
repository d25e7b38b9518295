import { useEffect, useRef } from 'react';
import { bringIntoView } from '../bring_into_view';
import { duration } from '../format';
import { verdict } from './check';
import { useChecking } from './check_here';
import { CheckTable, verdictWords } from './check_table';
import { evidenceFor, isHere, useChecked } from './checked';
import { byName, type Evidence, placeWords } from './evidence';
import { EvidenceFigure } from './evidence_figure';
import { setupWords } from './setup';
import type { TourStep } from './step';
import './tour_card.css';

/** What is claimed beside the figures: of this machine where it has run, else those that come with the page, marked as such. */
export function FoundPart({ step }: { readonly step: TourStep }) {
  const checked = useChecked();
  const evidence = evidenceFor(step, checked);
  const from = byName(evidence);
  const checks = step.found.checks(from);
  const here = evidence.some(isHere);
  const part = useShownAfterCheck(step);
  return (
    <div className="tour-part" ref={part}>
      <h4>{headOf(evidence)}</h4>
      <CheckTable checks={checks} />
      <p aria-live="polite">
        {here ? 'Measured here. ' : ''}
        {verdictWords(checks)}
        {here && verdict(checks) === false ? ' Other programs disturb times: if some were busy, check again.' : ''}
      </p>
      {evidence.map(run => (
        <EvidenceFigure key={run.name} evidence={run} />
      ))}
      <p>{step.found.text(from)}</p>
      {evidence.map(run => (
        <p key={run.name} className="muted small">
          {evidence.length > 1 ? `${run.name}: ` : ''}
          {`${setupWords(run)}. ${madeWords(run)}.`}
        </p>
      ))}
      {[...new Set(evidence.flatMap(({ stale }) => stale ?? []))].map(stale => (
        <p key={stale} className="small">
          {stale} We will run this again.
        </p>
      ))}
    </div>
  );
}

/** Brings the part into view when all runs of “Check it here” have ended. */
function useShownAfterCheck({ name }: TourStep) {
  const part = useRef<HTMLDivElement>(null);
  const checking = useChecking(state => state.checking?.step === name);
  const before = useRef(checking);
  useEffect(() => {
    if (before.current && !checking && part.current) bringIntoView(part.current, 'start');
    before.current = checking;
  }, [checking]);
  return part;
}

function headOf(evidence: readonly Evidence[]): string {
  const own = evidence.filter(isHere).length;
  if (own === evidence.length) return 'Measured here, on this machine';
  return own === 0 ? 'Stored result, not of this machine' : 'Measured here, beside a stored result';
}

/** 'Measured here on CPU, in 8 s', or where and when a stored result was measured. */
function madeWords(run: Evidence): string {
  return isHere(run)
    ? `Measured here on ${run.adapter}, in ${duration(run.seconds)}`
    : `Stored result: ${placeWords(run)}, in ${duration(run.seconds)}`;
}

import { useEffect, useState } from 'react';
import { contenderColour } from '../colours';
import { lookIfWanted } from '../inspect_actions';
import { Transport } from '../panels/transport';
import { inspectionStore, type Shown, useInspection } from '../stores/inspection';
import { runStore, useRun } from '../stores/run';
import { TensorsPanel } from '../tensors/tensors_panel';
import { InspectControls } from './inspect_controls';
import { InspectionBoard } from './inspection_board';
import { ParametersPanel } from './parameters_panel';
import { PredictionPanel } from './prediction_panel';
import { Waiting } from './waiting';
import './inspect_workspace.css';

/** A look inside a contender on one sequence. */
export function InspectWorkspace() {
  useLooking();
  const shown = useShown();
  const [parameters, showParameters] = useState(false);
  const [tensors, showTensors] = useState(false);
  const racing = useRun(state => state.members.length > 0);
  const slot = useRun(state => state.members[shown?.request.contender ?? 0]?.slot ?? 0);
  return (
    <div
      className={`inspect-content column ${parameters || tensors ? 'with-tables' : ''}`}
      style={{ '--contender': contenderColour(slot) }}
    >
      <div className="inspect-head">
        <Transport />
        {racing ? <InspectControls /> : null}
        {shown ? <PredictionPanel inspection={shown.inspection} /> : null}
      </div>
      {shown ? <InspectionBoard shown={shown} /> : <Waiting />}
      {racing ? (
        <div className={`opened-panels ${parameters || tensors ? '' : 'beside'}`}>
          <ParametersPanel open={parameters} onOpen={showParameters} />
          <TensorsPanel open={tensors} onOpen={showTensors} />
        </div>
      ) : null}
    </div>
  );
}

/** The inspection to draw. After a change of contender the old one stays until the new one has an answer. */
function useShown(): Shown | null {
  const runId = useRun(state => state.runId);
  return useInspection(({ wanted, asked, shown }) => {
    if (!shown || shown.runId !== runId) return null;
    return shown.request.contender === wanted.contender || asked?.runId === runId ? shown : null;
  });
}

/** Milliseconds between two checks whether the contender has trained further. */
const glance = 500;

/** Requests new inspections as long as the workspace is open. */
function useLooking(): void {
  useEffect(() => {
    lookIfWanted();
    const stops = [inspectionStore.subscribe(lookIfWanted), runStore.subscribe(lookIfWanted)];
    const timer = setInterval(lookIfWanted, glance);
    return () => {
      for (const stop of stops) stop();
      clearInterval(timer);
    };
  }, []);
}

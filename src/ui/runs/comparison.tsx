import { useEffect, useState } from 'react';
import type { RaceRun } from '../../lab/runs/run';
import { curveAxes } from '../charts/axes';
import { metricTitles } from '../charts/metrics';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { Select } from '../kit/select';
import { Panel } from '../panels/panel';
import { metricNames } from '../stores/chart_views';
import { keptRunsStore } from '../stores/kept_runs';
import { type CurveAxis, useChartView, usePreferences } from '../stores/preferences';
import { ComparedResults } from './compared_results';
import { ComparedSettings } from './compared_settings';
import { overlaidCurves } from './overlay';
import { OverlayChart } from './overlay_chart';
import { readKept, withoutWeights } from './run_actions';

/** A run file does not say how much memory its training took. */
const measured = metricNames.filter(name => name !== 'memory');

/** The chosen runs side by side: their curves in one chart, their results, and the settings in which they differ. */
export function Comparison({ ids }: { ids: readonly string[] }) {
  const { runs, error } = useRuns(ids);
  const {
    view: { metric },
    change: changeView,
  } = useChartView('runs');
  const preferred = usePreferences(state => state.curveAxis);
  const [axis, setAxis] = useState<CurveAxis>(preferred);
  if (ids.length === 0) return null;
  if (error !== null) return <FieldError>{error}</FieldError>;
  const curves = overlaidCurves(runs);
  return (
    <>
      <OverlayChart
        curves={curves}
        metric={metric}
        axis={axis}
        runs={runs}
        controls={
          <>
            <Select
              label="Quantity"
              value={metric}
              options={measured.map(value => ({ value, ...metricTitles[value] }))}
              onChange={metric => changeView({ metric })}
            />
            <Select
              label="Against"
              value={axis}
              options={curveAxes.map(({ value, label }) => ({ value, label }))}
              onChange={setAxis}
            />
            <Button tiny quiet label="Choose none" onClick={() => keptRunsStore.setState({ chosen: [] })} />
          </>
        }
      />
      <Panel title="Results">
        <ComparedResults curves={curves} />
      </Panel>
      {runs.length > 1 ? (
        <Panel title="Settings that differ">
          <ComparedSettings runs={runs} />
        </Panel>
      ) : null}
    </>
  );
}

/** The whole runs of these ids, as they are read. */
function useRuns(ids: readonly string[]): { readonly runs: readonly RaceRun[]; readonly error: string | null } {
  const [read, setRead] = useState<ReadonlyMap<string, RaceRun>>(new Map());
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let over = false;
    setError(null);
    for (const id of ids) {
      if (read.has(id)) continue;
      readKept(id).then(
        run => {
          if (!over && run.kind === 'race') setRead(before => new Map(before).set(id, withoutWeights(run)));
        },
        (reason: unknown) => {
          if (!over) setError(reason instanceof Error ? reason.message : String(reason));
        },
      );
    }
    return () => {
      over = true;
    };
  }, [ids, read]);
  return { runs: ids.flatMap(id => read.get(id) ?? []), error };
}

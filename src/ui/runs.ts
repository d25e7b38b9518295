import { curveColumnsOf } from '../lab/race/curve';
import type { RunReport } from '../lab/race/run_report';
import { latencyColumnsOf } from '../lab/sampling/latency';
import { type RunState, stepsOf } from './stores/run_state';
import type { Series } from './stores/series';

/** The reports of all contenders with all seeds, as `window.unroll.runs()` returns them. */
export function runsOf(state: RunState): RunReport[] {
  return state.members.map(member => {
    const { name, contender, seed, blocks, report, status, curve, latency } = member;
    return {
      name,
      contender,
      seed,
      blocks: structuredClone(blocks),
      parameters: report?.parameters ?? null,
      status,
      step: stepsOf(member),
      curve: curveColumnsOf(column => plain(curve[column])),
      latency: latencyColumnsOf(column => plain(latency.carried[column])),
      naiveLatency: latencyColumnsOf(column => plain(latency.naive[column])),
    };
  });
}

function plain(series: Series): (number | null)[] {
  return Array.from(series.view(), value => (Number.isFinite(value) ? value : null));
}

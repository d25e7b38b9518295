import { useMemo, useState } from 'react';
import type { Experiment } from '../../lab/experiments/experiment';
import { Notice } from '../kit/notice';
import { originOfExperiment } from '../pictures/origin';
import { PrintedCaption } from '../print/printed_caption';
import { type Params, resultsOf, useExperiments } from '../stores/experiments';
import { useUnstoredResults } from '../stores/unstored_results';
import { Glossed } from '../words/glossed';
import { contendersOf, draftOf, offeredContenders } from './drafts';
import { MeasuredHeatMap } from './measured_heat_map';
import { MeasuredLines } from './measured_lines';
import { MeasuredPoints } from './measured_points';
import { PublishedFigures } from './published_figures';
import { AllRows, Findings } from './results';
import { RunBar } from './run_bar';
import { SetupPanel } from './setup_panel';
import { slotsOf } from './slots';
import { StrongResultOffer } from './strong_result_offer';
import { type ResultName, WhichResult } from './which_result';
import './chosen_experiment.css';

const nothing: Params = {};

/** One experiment: its question, parameters, and results, beside published figures. */
export function ChosenExperiment({ experiment }: { experiment: Experiment }) {
  const { name, title, question, claim, charts, published } = experiment;
  const set = useExperiments(state => state.params[name] ?? nothing);
  const latest = useExperiments(state => resultsOf(state, name).latest);
  const earlier = useExperiments(state => resultsOf(state, name).earlier);
  const unstored = useUnstoredResults(name);
  // Of a run: its parameters are an object of its own.
  const [wanted, want] = useState<{ readonly of: Params; readonly result: ResultName } | null>(null);
  const chosen = wanted?.of === latest?.params ? wanted?.result : undefined;
  // Under way, the new run is watched; after that, what says more.
  const result = chosen ?? (latest?.status === 'running' ? 'latest' : 'earlier');
  const outcome = result === 'earlier' && earlier ? earlier : latest;
  const origin = useMemo(() => (outcome ? originOfExperiment(experiment, outcome) : null), [experiment, outcome]);
  const draft = draftOf(experiment, set);
  const measured = outcome ? contendersOf(outcome.params) : [];
  const slots = slotsOf([...offeredContenders(experiment, draft), ...contendersOf(draft.params), ...measured]);
  const rows = outcome?.rows ?? [];
  const shared = { experiment, rows, slots };
  const lines = charts.filter(chart => chart.kind === 'line');
  const maps = charts.filter(chart => chart.kind === 'points');
  const heatMaps = charts.filter(chart => chart.kind === 'heatmap');
  return (
    <article className="experiment column" aria-labelledby="experiment-title">
      {origin ? <PrintedCaption origin={origin} /> : null}
      <header className="panel experiment-head">
        <h2 id="experiment-title">{title}</h2>
        <p>{question}</p>
        <p className="small">
          <span className="muted">This experiment checks a published claim:</span> <Glossed text={claim} />
        </p>
      </header>
      <SetupPanel experiment={experiment} set={set} draft={draft} outcome={earlier ?? latest} slots={slots} />
      <RunBar experiment={experiment} error={draft.error} outcome={latest} beside={earlier !== undefined} />
      {unstored === undefined ? null : (
        <Notice title="These results are not stored for your next visit.">
          {unstored} They last until you close or reload the page. Save them with the buttons of “All rows”.
        </Notice>
      )}
      {latest && earlier ? (
        <WhichResult
          latest={latest}
          earlier={earlier}
          shown={result}
          onShow={chosenResult => want({ of: latest.params, result: chosenResult })}
        />
      ) : null}
      {outcome ? null : <StrongResultOffer key={name} experiment={name} />}
      {outcome ? <Findings experiment={experiment} outcome={outcome} draft={draft} /> : null}
      <div className="figure-panels wrap">
        {outcome && rows.length > 0
          ? maps.map(chart => <MeasuredPoints key={chart.title} chart={chart} outcome={outcome} {...shared} />)
          : null}
        {outcome && rows.length > 0
          ? heatMaps.map(chart => <MeasuredHeatMap key={chart.title} chart={chart} outcome={outcome} {...shared} />)
          : null}
        {published
          .filter(({ heatmap }) => heatmap)
          .map(one => (
            <PublishedFigures key={one.source} published={one} />
          ))}
        {outcome && rows.length > 0
          ? lines.map(chart => <MeasuredLines key={chart.title} chart={chart} outcome={outcome} {...shared} />)
          : null}
        {published
          .filter(({ heatmap }) => !heatmap)
          .map(one => (
            <PublishedFigures key={one.source} published={one} />
          ))}
      </div>
      {outcome && rows.length > 0 ? <AllRows experiment={experiment} outcome={outcome} /> : null}
    </article>
  );
}

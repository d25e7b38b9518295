import { Tooltip } from 'radix-ui';
import { type ReactNode, useMemo } from 'react';
import { raceName } from '../../lab/runs/race_name';
import { sample, stopSampling, toggleTraining } from '../actions';
import { whole } from '../format';
import { Button } from '../kit/button';
import { startNextRace } from '../next_race';
import { runOfShared } from '../shared/run_of_shared';
import type { SharedResult } from '../shared/shared_result';
import { useConfig } from '../stores/config';
import { useSlowRun } from '../stores/run';
import { phaseOf, raceStep } from '../stores/run_state';
import { useAppliedTheme } from '../use_applied_theme';
import { type EmbeddedChart as Chart, wholePage } from './embedded';
import { EmbeddedChart } from './embedded_chart';
import type { Embedded } from './open_embedded';
import './embed.css';

/** One race or one result, for a frame of another page. */
export function Embed({ shows }: { readonly shows: Embedded }) {
  useAppliedTheme();
  return (
    <Tooltip.Provider>
      <Shown shows={shows} />
    </Tooltip.Provider>
  );
}

function Shown({ shows }: { readonly shows: Embedded }) {
  switch (shows.is) {
    case 'race':
      return <EmbeddedRace chart={shows.chart} />;
    case 'result':
      return <EmbeddedResult result={shows.result} chart={shows.chart} />;
    case 'nothing':
      return (
        <Frame title="Unroll" open="Open Unroll">
          <p className="empty">{shows.words}</p>
        </Frame>
      );
    default:
      return shows satisfies never;
  }
}

function EmbeddedRace({ chart }: { readonly chart: Chart }) {
  const run = useSlowRun(333);
  const config = useConfig(state => state.config);
  const phase = phaseOf(run);
  const sampling = run.sampling?.done === false;
  const ended = phase === 'finished';
  const label = phase === 'training' ? 'Pause' : ended ? 'Train again' : 'Train';
  const words =
    run.trouble?.message ??
    (phase === 'compiling' ? 'preparing' : `step ${whole(raceStep(run))} / ${whole(config.training.steps)}`);
  return (
    <Frame
      title={raceName(config)}
      open="Open this race in Unroll"
      controls={
        <>
          <span className="muted small number" role="status">
            {words}
          </span>
          <Button
            icon={phase === 'training' ? 'pause' : 'play'}
            label={label}
            tiny
            disabled={phase === 'opening'}
            onClick={ended ? startNextRace : toggleTraining}
          />
          {chart === 'time' || chart === 'state' ? (
            <Button
              label={sampling ? 'Stop' : 'Sample'}
              tiny
              disabled={!run.loaded}
              onClick={() => (sampling ? stopSampling() : sample())}
            />
          ) : null}
        </>
      }
    >
      <EmbeddedChart chart={chart} run={run} baselines={run.task?.baselines ?? []} />
    </Frame>
  );
}

function EmbeddedResult({ result, chart }: { readonly result: SharedResult; readonly chart: Chart }) {
  const run = useMemo(() => runOfShared(result), [result]);
  return (
    <Frame
      title={`${result.name}, step ${whole(raceStep(run))}`}
      open="Open this result in Unroll"
      controls={<span className="embed-adapter muted small">{result.adapter.adapter}</span>}
    >
      <EmbeddedChart chart={chart} run={run} baselines={result.baselines} />
    </Frame>
  );
}

interface FrameProps {
  readonly title: string;
  /** The words of the link to the whole page. */
  readonly open: string;
  readonly controls?: ReactNode;
  readonly children: ReactNode;
}

function Frame({ title, open, controls, children }: FrameProps) {
  return (
    <main className="embed column">
      <header className="embed-head row wrap">
        <h1 className="grow cut" title={title}>
          {title}
        </h1>
        {controls}
      </header>
      {children}
      <footer className="small">
        <a href={wholePage()} target="_blank" rel="noreferrer">
          {open}
        </a>
      </footer>
    </main>
  );
}

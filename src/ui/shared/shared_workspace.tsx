import { useMemo } from 'react';
import { findTask } from '../../tasks/registry';
import { RaceChart } from '../charts/race_chart';
import { whole } from '../format';
import { Button } from '../kit/button';
import { ScrollRegion } from '../kit/scroll_region';
import { Swatch } from '../kit/swatch';
import { Panel } from '../panels/panel';
import { originOfRun } from '../pictures/origin';
import { PrintedCaption } from '../print/printed_caption';
import { figureOf, resultColumns } from '../results';
import { byContender, type RunState, raceStep } from '../stores/run_state';
import { closeShared, useShared } from '../stores/shared';
import { runOfShared } from './run_of_shared';
import type { SharedResult } from './shared_result';
import { trainShared } from './train_shared';
import '../experiments/figures.css';
import './shared_workspace.css';

/** A result that someone shared: its curves and figures, to look at. */
export function SharedWorkspace() {
  const result = useShared();
  return result ? <Shared result={result} /> : null;
}

function Shared({ result }: { readonly result: SharedResult }) {
  const run = useMemo(() => runOfShared(result), [result]);
  return (
    <div className="shared-content column">
      <PrintedCaption origin={originOfRun(run)} />
      <SharedHead result={result} run={run} />
      <RaceChart run={run} chart="first" baselines={result.baselines} against className="shared-chart" />
      <RaceChart run={run} chart="second" baselines={result.baselines} against className="shared-second" />
      <SharedTable run={run} />
    </div>
  );
}

function SharedHead({ result: { name, adapter, made, config }, run }: { result: SharedResult; run: RunState }) {
  const { steps } = config.training;
  return (
    <section className="panel" aria-label="Shared result">
      <div className="shared-head row wrap">
        <div className="grow">
          <h2>{name}, a shared result</h2>
          <p>
            Step {whole(raceStep(run))} of {whole(steps)}, measured on {adapter.adapter}, shared on {made}. You see the
            curves of someone else’s run; nothing trains here.
          </p>
        </div>
        <Button icon="play" label="Train it yourself" className="primary" onClick={() => trainShared(config)} />
        <Button label="Close" onClick={closeShared} />
      </div>
    </section>
  );
}

const shown: ReadonlySet<string> = new Set(['parameters', 'flops', 'speed', 'validation', 'score']);

function SharedTable({ run }: { readonly run: RunState }) {
  const columns = resultColumns(run.config ? findTask(run.config.task.name) : undefined).filter(({ key }) =>
    shown.has(key),
  );
  return (
    <Panel title="Results">
      <ScrollRegion label="Results of the shared race">
        <table className="figures small">
          <thead>
            <tr>
              <th scope="col">Contender</th>
              {columns.map(({ key, title, unit }) => (
                <th key={key} scope="col" className="figure">
                  {title} <span className="muted unit">{unit}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {byContender(run).map(members => (
              <tr key={members[0]?.contender}>
                <th scope="row">
                  <Swatch slot={members[0]?.slot ?? 0} /> {members[0]?.name}
                </th>
                {columns.map(column => {
                  const { value, spread } = figureOf(run, column, members);
                  return (
                    <td key={column.key} className="number figure">
                      {value} {spread}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Panel>
  );
}

import { sweepableSettings } from '../../lab/config/swept_settings';
import type { Experiment } from '../../lab/experiments/experiment';
import { applies } from '../defaults';
import { duration } from '../format';
import { Button } from '../kit/button';
import { FieldList } from '../kit/field_list';
import { Panel } from '../panels/panel';
import { type ExperimentOutcome, type Params, setParams } from '../stores/experiments';
import { axesOf } from './axes';
import { AxesEditor } from './axes_editor';
import { ContenderList } from './contender_list';
import { contendersOf, type Draft, otherSettings } from './drafts';
import { pointsOf, SketchPad } from './sketch_pad';
import './setup_panel.css';

interface Props {
  readonly experiment: Experiment;
  readonly set: Params;
  readonly draft: Draft;
  readonly outcome: ExperimentOutcome | undefined;
  readonly slots: ReadonlyMap<string, number>;
}

/** The settings and contenders of an experiment. */
export function SetupPanel({ experiment, set, draft, outcome, slots }: Props) {
  const { name, axes, sketch } = experiment;
  const others = otherSettings(experiment, draft);
  return (
    <Panel
      title="Settings"
      controls={
        <Button
          tiny
          quiet
          label="All defaults"
          disabled={Object.keys(set).length === 0}
          onClick={() => setParams(name, {})}
        />
      }
    >
      <div className="setup">
        <div>
          <div className="fields">
            <FieldList
              owner={name}
              fields={[...(experiment.choices ?? []), ...experiment.fields]}
              values={draft.params}
              defaults={draft.defaults}
              onChange={change => setParams(name, { ...set, ...change })}
            />
          </div>
          {sketch === undefined || !applies(sketch, draft.params) ? null : (
            <SketchPad
              label={sketch.label}
              points={pointsOf(draft.params, sketch.key)}
              onChange={points => setParams(name, { ...set, [sketch.key]: points })}
            />
          )}
          {axes === undefined ? null : (
            <AxesEditor
              axes={axesOf(draft.params, axes)}
              settings={sweepableSettings(contendersOf(draft.params))}
              onChange={changed => setParams(name, { ...set, [axes]: changed })}
            />
          )}
          {others.length > 0 ? <p className="muted small other-settings">Also set: {others.join(' · ')}</p> : null}
          <p className="muted small">{durationWords(outcome)}</p>
        </div>
        {contendersOf(draft.defaults).length === 0 ? null : (
          <ContenderList experiment={experiment} set={set} draft={draft} slots={slots} />
        )}
      </div>
    </Panel>
  );
}

function durationWords(outcome: ExperimentOutcome | undefined): string {
  const left = 'The page shows the time left after the first results.';
  return outcome?.status === 'finished' && !outcome.from
    ? `The last run here took ${duration(outcome.seconds)}. ${left}`
    : left;
}

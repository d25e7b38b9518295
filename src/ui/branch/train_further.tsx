import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Field } from '../../field';
import { type BranchSchedule, branchSchedules } from '../../lab/config/branch_point';
import type { TaskConfig } from '../../lab/config/config';
import { trainingFields } from '../../lab/config/training_fields';
import {
  type BranchChange,
  BranchError,
  branchRun,
  branchStep,
  lastRate,
  usualSchedule,
  usualSteps,
} from '../../lab/runs/branch';
import { divergedWords, rateWords, scheduleNames } from '../../lab/runs/branch_words';
import type { RaceRun } from '../../lab/runs/run';
import { findTask } from '../../tasks/registry';
import { whole } from '../format';
import { openRun } from '../kept/open_run';
import { runOfPage } from '../kept/page_race';
import { Button } from '../kit/button';
import { FieldError } from '../kit/field_error';
import { NumberField } from '../kit/number_field';
import { SelectField } from '../kit/select_field';
import { isForNextRace } from '../next_race';
import { useConfig } from '../stores/config';
import { useKeeping } from '../stores/keeping';
import { useRun } from '../stores/run';
import { tasksOfSize } from './tasks_of_size';
import { materialsOfRun, type Tasked, useBranchTask } from './use_branch_task';
import './train_further.css';

const furtherField: Field = {
  ...trainingFields.steps,
  key: 'further',
  label: 'Further steps',
  help: 'How many steps every contender trains from here.',
};
const rateField: Field = {
  ...trainingFields.lr,
  help: 'The peak of the learning rate from here on, for all contenders. Left as it is, a contender with a rate of its own keeps that one.',
};
const schedules = branchSchedules.map(value => ({ value, label: scheduleNames[value] }));

/** How the race on the page goes on: further steps, schedule, learning rate, batch, length, and task. */
export function TrainFurther() {
  const [run] = useState(runOfPage);
  return run ? <Form run={run} /> : <p className="empty">This race has no kept step yet. Train it first.</p>;
}

function Form({ run }: { run: RaceRun }) {
  const { training, task: before } = run.config;
  const at = branchStep(run);
  const usual = { further: usualSteps(run), schedule: usualSchedule(run), lr: lastRate(training) };
  const [further, setFurther] = useState(usual.further);
  const [schedule, setSchedule] = useState<BranchSchedule>(usual.schedule);
  const [lr, setLr] = useState(usual.lr);
  const [batch, setBatch] = useState(training.batch);
  const [chosen, setChosen] = useState<TaskConfig>(before);
  const others = useTasks(run);
  const tasked = useBranchTask(run, chosen);
  const task = tasked.is === 'opened' ? tasked.task : undefined;
  const change: BranchChange = { further, schedule, batch, task, ...(lr === usual.lr ? {} : { lr }) };
  const [wrong, onWrong] = useWrongFields();
  const { words, why } = wrong.length > 0 ? correct(wrong) : outcome(run, change, tasked);
  const diverged = divergedWords(run, change);
  const length = findTask(chosen.name).fields.find(({ key }) => key === 'length');
  const options = [before, ...others];
  return (
    <div className="stack">
      <p>
        The race goes on from step {whole(at)} with its weights, moments, and curves. It becomes a new run; this one
        stays as it is.
      </p>
      <div className="fields further">
        <NumberField
          field={furtherField}
          value={further}
          byDefault={usual.further}
          onChange={setFurther}
          onWrong={onWrong}
        />
        <SelectField
          label="Schedule"
          help="What the learning rate does from here on; the sentence below says it in numbers."
          value={schedule}
          options={schedules}
          byDefault={usual.schedule}
          onChange={setSchedule}
        />
        <NumberField field={rateField} value={lr} byDefault={usual.lr} onChange={setLr} onWrong={onWrong} />
        <NumberField
          field={trainingFields.batch}
          value={batch}
          byDefault={training.batch}
          onChange={setBatch}
          onWrong={onWrong}
        />
        <SelectField
          label="Task"
          help="What it trains on from here. Only tasks with as many tokens can be chosen, because the models keep theirs."
          value={chosen.name}
          options={options.map(({ name }) => ({ value: name, label: findTask(name).title }))}
          byDefault={before.name}
          onChange={name => setChosen(options.find(option => option.name === name) ?? before)}
        />
        {length ? (
          <NumberField
            key={chosen.name}
            field={length}
            value={typeof chosen.length === 'number' ? chosen.length : Number.NaN}
            onChange={value => setChosen({ ...chosen, length: value })}
            onWrong={onWrong}
          />
        ) : null}
      </div>
      <p role="status">{words}</p>
      {diverged === '' ? null : <p>{diverged}</p>}
      <FieldError>{why}</FieldError>
      <Consequences />
      <div className="row wrap">
        <Button
          label="Go on"
          className="primary"
          disabled={why !== null || tasked.is === 'opening'}
          onClick={() => openRun(branchRun(runOfPage() ?? run, change), { play: true, itself: false })}
        />
      </div>
    </div>
  );
}

/** What becomes of the race up to here, and of the settings. */
function Consequences() {
  const settings = useConfig();
  const next = useRun(race => isForNextRace(settings, race));
  const refused = useKeeping(({ refusal }) => refusal !== null);
  return (
    <p className="small muted">
      {refused
        ? 'This browser refused to keep the race up to here. Export, Run saves it as a file.'
        : 'The race up to here stays kept in this browser.'}
      {next ? ' The settings of the next race give way to those of this one.' : ''}
    </p>
  );
}

/** Further tasks whose vocabulary has as many tokens. */
function useTasks(run: RaceRun): readonly TaskConfig[] {
  const [found, setFound] = useState<readonly TaskConfig[]>([]);
  useEffect(() => {
    let current = true;
    void tasksOfSize(run.vocabulary.length, materialsOfRun(run)).then(tasks => current && setFound(tasks));
    return () => {
      current = false;
    };
  }, [run]);
  return useMemo(() => found.filter(({ name }) => name !== run.config.task.name), [found, run]);
}

/** Labels of the fields with wrong numbers, and what such fields call. */
function useWrongFields(): [readonly string[], (field: Field, wrong: boolean) => void] {
  const [labels, setLabels] = useState<readonly string[]>([]);
  const onWrong = useCallback(
    ({ label }: Field, wrong: boolean) =>
      setLabels(before => (wrong ? [...before, label] : before.filter(other => other !== label))),
    [],
  );
  return [labels, onWrong];
}

interface Outcome {
  readonly words: string;
  readonly why: string | null;
}

/** The fields hold other numbers than those that are seen, so nothing goes on with them. */
function correct(labels: readonly string[]): Outcome {
  return { words: '', why: `Correct ${labels.join(' and ')} first.` };
}

/** What the learning rate will do, or why the run cannot go on so. */
function outcome(run: RaceRun, change: BranchChange, tasked: Tasked): Outcome {
  if (tasked.is === 'refused') return { words: '', why: tasked.why };
  try {
    return { words: rateWords(branchRun(run, change).config), why: null };
  } catch (error) {
    if (error instanceof BranchError) return { words: '', why: error.message };
    throw error;
  }
}

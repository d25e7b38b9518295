import { findTask, tasks } from '../../tasks/registry';
import { FieldList } from '../kit/field_list';
import { Select } from '../kit/select';
import { setTask, useConfig } from '../stores/config';
import { Glossed } from '../words/glossed';
import { MusicSource } from './music_source';
import { NextRaceChip } from './next_race_chip';
import { OwnText } from './own_text';
import { Panel } from './panel';
import { SoundSource } from './sound_source';
import { TaskExample } from './task_example';
import { TokensSource } from './tokens_source';
import { UndoButtons } from './undo_buttons';
import './task_panel.css';

/** The task and its parameters. */
export function TaskPanel() {
  const choice = useConfig(state => state.config.task);
  const task = findTask(choice.name);
  const defaults = parametersOf(task.schema.parse({}));
  const parameters = { ...defaults, ...choice };
  return (
    <Panel
      title="Task"
      className="task-panel"
      controls={
        <>
          <NextRaceChip part="task" />
          <UndoButtons />
        </>
      }
    >
      <Select
        label="Task"
        value={task.name}
        options={tasks.map(t => ({ value: t.name, label: t.title, about: t.summary }))}
        onChange={name => setTask({ name, ...parametersOf(findTask(name).schema.parse({})) })}
        className="wide"
      />
      <p className="muted small">
        <Glossed text={task.summary} />
      </p>
      {task.name === 'text' ? (
        <OwnText
          own={parameters.source === 'own'}
          onSource={source => setTask({ ...parameters, name: task.name, source })}
        />
      ) : null}
      {task.name === 'tokens' ? (
        <TokensSource
          source={parameters.source}
          tokenized={parameters.read === 'tokenizer'}
          onSource={source => setTask({ ...parameters, name: task.name, source })}
        />
      ) : null}
      {task.name === 'music' ? (
        <MusicSource task={choice} onSource={source => setTask({ ...parameters, name: task.name, source })} />
      ) : null}
      {task.sound ? (
        <SoundSource
          sound={task.sound}
          source={parameters.source}
          onSource={source => setTask({ ...parameters, name: task.name, source })}
        />
      ) : null}
      <div className="fields">
        <FieldList
          owner={task.name}
          fields={[...(task.choices ?? []), ...task.fields, ...(task.switches ?? [])]}
          values={parameters}
          defaults={defaults}
          onChange={change => setTask({ ...parameters, name: task.name, ...change })}
        />
      </div>
      <TaskExample />
    </Panel>
  );
}

function parametersOf(value: unknown): Readonly<Record<string, unknown>> {
  return value instanceof Object ? { ...value } : {};
}

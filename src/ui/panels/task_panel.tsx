import { findTask, tasks } from '../../tasks/registry';
import { numberAt } from '../defaults';
import { NumberField } from '../kit/number_field';
import { Select } from '../kit/select';
import { setTask, useConfig } from '../stores/config';
import { OwnText } from './own_text';
import { Panel } from './panel';
import { TaskExample } from './task_example';

/** What the contenders learn. */
export function TaskPanel() {
  const choice = useConfig(state => state.config.task);
  const task = findTask(choice.name);
  const defaults = parametersOf(task.schema.parse({}));
  const parameters = { ...defaults, ...choice };
  return (
    <Panel title="Task" className="task-panel">
      <Select
        label="Task"
        value={task.name}
        options={tasks.map(t => ({ value: t.name, label: t.title, about: t.summary }))}
        onChange={name => setTask({ name, ...parametersOf(findTask(name).schema.parse({})) })}
        className="wide"
      />
      <p className="muted small">{task.summary}</p>
      {task.name === 'text' ? (
        <OwnText
          own={parameters.source === 'own'}
          onSource={source => setTask({ ...parameters, name: task.name, source })}
        />
      ) : null}
      <div className="fields">
        {task.fields.map(field => (
          <NumberField
            key={`${task.name}-${field.key}`}
            label={field.label}
            help={field.help}
            unit={field.unit}
            min={field.min}
            max={field.max}
            options={field.options}
            whole={Number.isInteger(field.step)}
            value={numberAt(parameters, field)}
            byDefault={numberAt(defaults, field)}
            onChange={value => setTask({ ...parameters, name: task.name, [field.key]: value })}
          />
        ))}
      </div>
      <TaskExample />
    </Panel>
  );
}

function parametersOf(value: unknown): Readonly<Record<string, unknown>> {
  return value instanceof Object ? { ...value } : {};
}

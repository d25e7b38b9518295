import { ToggleGroup } from 'radix-ui';
import { useId } from 'react';
import { FieldError } from '../kit/field_error';
import { IconButton } from '../kit/icon_button';
import { Select } from '../kit/select';
import { Swatch } from '../kit/swatch';
import { Toggles } from '../kit/toggles';
import { Panel } from '../panels/panel';
import { readsOn } from '../reads_on';
import { inspectionStore, useInspection, want } from '../stores/inspection';
import { useRun } from '../stores/run';
import { byContender } from '../stores/run_state';
import { tooLong } from '../too_long';
import { LookAgain } from './look_again';
import '../kit/toggles.css';
import './inspect_controls.css';

const inputs = [
  { value: 'example', label: 'Example of the task' },
  { value: 'text', label: 'My own text' },
] as const;

/** Chooses the contender and its input, and says at which step the pictures were made. */
export function InspectControls() {
  return (
    <Panel title="Look inside" className="inspect-controls" controls={<LookAgain />}>
      <ContenderPicker />
      <InputPicker />
      <Legend />
    </Panel>
  );
}

function Legend() {
  const continues = useInspection(({ shown }) => shown === null || readsOn(shown.inspection));
  return (
    <p className="muted small">
      {continues
        ? 'Each column is a token of the input. Below it are the right next token, the model’s prediction, and ✓ or ✗.'
        : 'The task asks for an answer after each outlined token. Below it are the right answer, the model’s prediction, and ✓ or ✗.'}{' '}
      The pointer or the arrow keys choose a token.
    </p>
  );
}

function ContenderPicker() {
  const members = useRun(state => state.members);
  const wanted = useInspection(state => state.wanted.contender);
  const contenders = byContender({ members });
  const seeds = contenders[0]?.length ?? 1;
  const chosen = Math.floor(wanted / seeds);
  const look = (contender: number, ordinal: number) => want({ contender: contender * seeds + ordinal });
  return (
    <div className="wrap contender-and-seed">
      <ToggleGroup.Root
        type="single"
        className="toggles contender-picker"
        aria-label="Contender to look into"
        value={String(chosen)}
        onValueChange={value => {
          if (value !== '') look(Number(value), wanted % seeds);
        }}
      >
        {contenders.map(([first], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
          <ToggleGroup.Item key={index} value={String(index)} className="toggle muted">
            <Swatch slot={first?.slot ?? index} />
            <span className="short-name cut" title={first?.name}>
              {first?.name}
            </span>
          </ToggleGroup.Item>
        ))}
      </ToggleGroup.Root>
      {seeds > 1 ? (
        <Select
          label="Seed to look into"
          value={String(wanted % seeds)}
          options={
            contenders[chosen]?.map(({ seed }, ordinal) => ({ value: String(ordinal), label: `seed ${seed}` })) ?? []
          }
          onChange={value => look(chosen, Number(value))}
        />
      ) : null}
    </div>
  );
}

function InputPicker() {
  const input = useInspection(state => state.wanted.input);
  const typable = useRun(state => state.config?.task.name !== 'audio');
  return (
    <div className="inspect-input wrap">
      {typable ? (
        <Toggles
          label="What it reads"
          value={input.kind}
          options={inputs}
          onChange={kind => {
            const { text } = inspectionStore.getState();
            want({ input: kind === 'text' ? { kind, text } : { kind, index: 0 }, position: null });
          }}
        />
      ) : null}
      {input.kind === 'example' ? <ExamplePicker index={input.index} /> : <TextInput />}
    </div>
  );
}

function ExamplePicker({ index }: { index: number }) {
  const show = (next: number) => want({ input: { kind: 'example', index: next } });
  return (
    <div className="example-picker row">
      <IconButton icon="left" label="Previous example" disabled={index === 0} onClick={() => show(index - 1)} />
      <span className="number">Example {index + 1}</span>
      <IconButton icon="right" label="Next example" onClick={() => show(index + 1)} />
    </div>
  );
}

function TextInput() {
  const id = useId();
  const text = useInspection(state => state.text);
  const refused = useInspection(state => state.trouble);
  const trouble = tooLong(text) ?? refused;
  return (
    <div className="inspect-text">
      <label htmlFor={id} className="sr-only">
        Text to read
      </label>
      <textarea
        id={id}
        className="input"
        rows={2}
        spellCheck={false}
        value={text}
        placeholder="Type a text for the model. It can hold the task’s tokens only."
        aria-invalid={trouble !== null}
        aria-describedby={trouble ? `${id}-trouble` : undefined}
        onChange={event => {
          inspectionStore.setState({ text: event.target.value });
          want({ input: { kind: 'text', text: event.target.value }, position: null });
        }}
      />
      <FieldError id={`${id}-trouble`}>{trouble}</FieldError>
    </div>
  );
}

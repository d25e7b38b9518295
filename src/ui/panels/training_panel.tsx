import { type RunConfig, type TrainingConfig, trainingConfig } from '../../lab/config/config';
import { presets } from '../../lab/config/presets';
import { NumberField } from '../kit/number_field';
import { SelectField } from '../kit/select_field';
import { SwitchField } from '../kit/switch_field';
import { setTraining, useConfig } from '../stores/config';
import { NextRaceChip } from './next_race_chip';
import { Panel } from './panel';
import './training_panel.css';

const schedules = [
  { value: 'cosine', label: 'Cosine' },
  { value: 'constant', label: 'Constant' },
] as const;
const turns = [
  { value: 'steps', label: 'Steps' },
  { value: 'time', label: 'Time' },
] as const;

/** How every contender is trained. A reset goes back to the preset that the race came from, or else to the general default. */
export function TrainingPanel() {
  const config = useConfig(state => state.config);
  const { training } = config;
  const byDefault = usualTraining(config);
  const [beta1, beta2] = training.betas;
  return (
    <Panel title="Training" controls={<NextRaceChip part="training" />}>
      <div className="fields">
        <NumberField
          label="Steps"
          help="How many times each contender’s weights are updated."
          min={1}
          max={1_000_000}
          whole
          value={training.steps}
          byDefault={byDefault.steps}
          onChange={steps => setTraining({ steps })}
        />
        <NumberField
          label="Batch"
          unit="sequences"
          help="Sequences in each step. More make training steadier and slower."
          min={1}
          max={512}
          whole
          value={training.batch}
          byDefault={byDefault.batch}
          onChange={batch => setTraining({ batch })}
        />
        <NumberField
          label="Learning rate"
          help="How far one update moves the weights, at the peak of the schedule. Too high a rate makes the loss explode."
          min={1e-8}
          max={1}
          value={training.lr}
          byDefault={byDefault.lr}
          onChange={lr => setTraining({ lr })}
        />
        <NumberField
          label="Warm-up"
          unit="steps"
          help="Steps over which the learning rate rises from zero to its peak."
          min={0}
          max={100_000}
          whole
          value={training.warmup}
          byDefault={byDefault.warmup}
          onChange={warmup => setTraining({ warmup })}
        />
        <SelectField
          label="Schedule"
          help="What the learning rate does after the warm-up: fall along a cosine, or stay."
          options={schedules}
          value={training.schedule}
          byDefault={byDefault.schedule}
          onChange={schedule => setTraining({ schedule })}
        />
      </div>
      <details className="more">
        <summary>More settings</summary>
        <div className="fields">
          <NumberField
            label="Weight decay"
            help="Pulls matrices towards zero a little at every step (the W of AdamW)."
            min={0}
            max={10}
            value={training.weight_decay}
            byDefault={byDefault.weight_decay}
            onChange={weight_decay => setTraining({ weight_decay })}
          />
          <SwitchField
            label="Clip gradients"
            help="Scales a gradient down when its norm over all weights is too large. One steep step then cannot throw the weights far off. Recurrent networks need it most."
            value={training.clip_norm !== null}
            byDefault={byDefault.clip_norm !== null}
            onChange={on => setTraining({ clip_norm: on ? 1 : null })}
          />
          {training.clip_norm === null ? null : (
            <NumberField
              label="Clip at norm"
              help="The largest gradient norm that is not scaled down. The chart below the loss can show the norm."
              min={1e-6}
              max={1e6}
              value={training.clip_norm}
              byDefault={byDefault.clip_norm ?? 1}
              onChange={clip_norm => setTraining({ clip_norm })}
            />
          )}
          <NumberField
            label="β₁"
            help="How long AdamW remembers the direction of past gradients."
            min={0}
            max={0.9999}
            value={beta1}
            byDefault={byDefault.betas[0]}
            onChange={value => setTraining({ betas: [value, beta2] })}
          />
          <NumberField
            label="β₂"
            help="How long AdamW remembers the size of past gradients."
            min={0}
            max={0.99999}
            value={beta2}
            byDefault={byDefault.betas[1]}
            onChange={value => setTraining({ betas: [beta1, value] })}
          />
          <SelectField
            label="Turns by"
            help="Contenders take turns after equal steps, or after equal time on the device."
            options={turns}
            value={training.turns}
            byDefault={byDefault.turns}
            onChange={value => setTraining({ turns: value })}
          />
          <NumberField
            label="Validate every"
            unit="steps"
            help="Steps between two measurements on data never trained on. The first ones come sooner: at step 1 and at each doubling."
            min={1}
            max={100_000}
            whole
            value={training.validate_every}
            byDefault={byDefault.validate_every}
            onChange={validate_every => setTraining({ validate_every })}
          />
          <NumberField
            label="Validation"
            unit="batches"
            help="Batches that each of those measurements reads."
            min={1}
            max={64}
            whole
            value={training.validation_batches}
            byDefault={byDefault.validation_batches}
            onChange={validation_batches => setTraining({ validation_batches })}
          />
          <NumberField
            label="Seed"
            help="Fixes the initial weights and the order of the data: the same seed gives the same race."
            min={0}
            max={0xffffffff}
            whole
            value={training.seed}
            byDefault={byDefault.seed}
            onChange={seed => setTraining({ seed })}
          />
        </div>
      </details>
    </Panel>
  );
}

/** Of the preset with the same task and the same names, or else with the same task. */
function usualTraining({ task, contenders }: RunConfig): TrainingConfig {
  const alike = presets.filter(({ config }) => config.task.name === task.name);
  const namesOf = (list: RunConfig['contenders']) => list.map(({ name }) => name).join('\n');
  const names = namesOf(contenders);
  const preset = alike.find(({ config }) => namesOf(config.contenders) === names) ?? alike[0];
  return preset?.config.training ?? trainingConfig.parse({});
}

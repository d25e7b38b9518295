import { SelectField } from '../kit/select_field';
import { runStore, useRun } from '../stores/run';
import { seedOptions } from '../stores/run_state';

/** Chooses which of its seeds stands for each contender; nothing where there is one. */
export function WeightsSeed() {
  const run = useRun();
  const options = seedOptions(run);
  if (options.length < 2) return null;
  return (
    <SelectField
      label="Trained with"
      help="Which of its seeds writes for each contender."
      value={String(run.ofSeed)}
      byDefault="0"
      options={options}
      onChange={value => runStore.setState({ ofSeed: Number(value) })}
    />
  );
}

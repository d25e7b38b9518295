import type { Setting } from '../../field';
import { type RunConfig, type TrainingConfig, trainingConfig } from '../../lab/config/config';
import { presets } from '../../lab/config/presets';
import { mainTrainingFields, moreTrainingFields } from '../../lab/config/training_fields';
import { FieldList } from '../kit/field_list';
import { DetailsAcross } from '../sheets/details_across';
import { changeTraining, useConfig } from '../stores/config';
import { settingsOf, trainingOf } from '../training_settings';
import { BranchLine } from './branch_line';
import { LengthLine } from './length_line';
import { NextRaceChip } from './next_race_chip';
import { Panel } from './panel';
import './training_panel.css';

/** The training settings of all contenders. The default of a field comes from a preset with the same task, if there is one. */
export function TrainingPanel() {
  const config = useConfig(state => state.config);
  const values = settingsOf(config.training);
  const list = (fields: readonly Setting[]) => (
    <div className="fields">
      <FieldList
        owner="training"
        fields={fields}
        values={values}
        defaults={settingsOf(usualTraining(config))}
        onChange={change => changeTraining(trainingOf({ ...values, ...change }))}
      />
    </div>
  );
  return (
    <Panel title="Training" controls={<NextRaceChip part="training" />}>
      {list(mainTrainingFields)}
      <BranchLine config={config} />
      <DetailsAcross name="more-settings" className="more" summary="More settings">
        {() => (
          <>
            {list(moreTrainingFields)}
            <LengthLine config={config} />
          </>
        )}
      </DetailsAcross>
    </Panel>
  );
}

/** The training of the preset with the same task and names, otherwise of the first one with the same task, otherwise the default. */
function usualTraining({ task, contenders }: RunConfig): TrainingConfig {
  const alike = presets.filter(({ config }) => config.task.name === task.name);
  const namesOf = (list: RunConfig['contenders']) => list.map(({ name }) => name).join('\n');
  const names = namesOf(contenders);
  const preset = alike.find(({ config }) => namesOf(config.contenders) === names) ?? alike[0];
  return preset?.config.training ?? trainingConfig.parse({});
}

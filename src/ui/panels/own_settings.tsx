import type { ContenderConfig } from '../../lab/config/config';
import { ownTrainingFields } from '../../lab/config/training_fields';
import { FieldList } from '../kit/field_list';
import { DetailsAcross } from '../sheets/details_across';
import { setOwnTraining, useConfig } from '../stores/config';
import './own_settings.css';
import { ownTrainingOf, settingsOf } from '../training_settings';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
  /** Its colour slot. */
  readonly slot: number;
}

/** The training settings that a contender has in place of the race's. A field at the race's value follows the race. */
export function OwnSettings({ contender, index, slot }: Props) {
  const training = useConfig(state => state.config.training);
  const { training: own } = contender;
  const values = settingsOf({ ...training, ...withoutAbsent(own) });
  const count = Object.keys(own ?? {}).length;
  return (
    <DetailsAcross
      name={`own-settings-${slot}`}
      className="own-settings"
      summary={`Own settings${count === 0 ? '' : ` (${count})`}`}
    >
      {() => (
        <div className="fields">
          <FieldList
            owner={`contender-${index}`}
            fields={ownTrainingFields}
            values={values}
            defaults={settingsOf(training)}
            onChange={change => setOwnTraining(index, ownTrainingOf({ ...values, ...change }, training))}
          />
        </div>
      )}
    </DetailsAcross>
  );
}

function withoutAbsent(own: ContenderConfig['training'] = {}): object {
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

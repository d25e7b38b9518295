import type { ContenderConfig } from '../../lab/config/config';
import { SwitchField } from '../kit/switch_field';
import { setContender, useConfig } from '../stores/config';
import { shapeWords } from './shape_words';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
}

/** What a contender with brought weights is made of, which nobody can change, and whether it is trained. */
export function BroughtShape({ contender, index }: Props) {
  const file = useConfig(state => state.brought.find(({ id }) => id === contender.weights)?.name);
  return (
    <>
      <p className="small muted">
        {shapeWords(contender)}.{' '}
        {file === undefined
          ? 'Its file of weights is not on the page: drop it again.'
          : `Its weights are from ${file}.`}
      </p>
      <SwitchField
        label="Train it"
        help="On: it trains on from its weights, which takes about four times their memory and more. Off: it is sampled and inspected as it is."
        value={!contender.frozen}
        byDefault={false}
        onChange={trains => setContender(index, { frozen: !trains })}
      />
    </>
  );
}

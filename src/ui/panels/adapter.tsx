import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { useRun } from '../stores/run';
import { MeasureButton } from './measure_button';
import './adapter.css';

/** The name of the adapter, with a warning if it is no GPU. */
export function Adapter() {
  const adapter = useRun(state => state.adapter);
  if (!adapter) return <p className="adapter row muted">Looking for a GPU …</p>;
  return (
    <p className="adapter row">
      <span className="adapter-name cut" title={adapter.adapter}>
        {adapter.adapter}
      </span>
      {adapter.software ? (
        <Hint text="This is not a GPU. Training is slow, and its times say nothing about a GPU." side="bottom">
          <span className="chip-warning" role="note">
            <Icon name="warning" size={14} />
            {adapter.backend === 'cpu' ? 'CPU, slow' : 'Software adapter, slow'}
          </span>
        </Hint>
      ) : null}
      <MeasureButton />
    </p>
  );
}

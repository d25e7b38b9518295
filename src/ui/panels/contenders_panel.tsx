import { mixers } from '../../models/registry';
import { parameterDefaults } from '../defaults';
import { openBringing } from '../import/bring';
import { Button } from '../kit/button';
import { Menu } from '../kit/menu';
import { addContender, freeName, useConfig } from '../stores/config';
import { BudgetSlider } from './budget_slider';
import { ContenderCard } from './contender_card';
import { NextRaceChip } from './next_race_chip';
import { Panel } from './panel';
import './contenders_panel.css';

/** Most contenders a race can have (lab/config/config.ts). */
const most = 8;

const FROM_FILE =
  'A .safetensors of state-spaces/mamba, Hugging Face (Mamba, Mamba-2), torch.nn (LSTM, GRU, RNN), or of this page becomes a contender.';

/** The contenders and their common budget. */
export function ContendersPanel() {
  const contenders = useConfig(state => state.config.contenders);
  const slots = useConfig(state => state.slots);
  return (
    <Panel
      title="Contenders"
      className="contenders-panel"
      controls={
        <>
          <NextRaceChip part="contenders" />
          <AddContender />
        </>
      }
    >
      <BudgetSlider />
      <ol className="cards">
        {contenders.map((contender, index) => (
          <li key={slots[index]}>
            <ContenderCard
              contender={contender}
              index={index}
              slot={slots[index] ?? index}
              alone={contenders.length === 1}
              full={contenders.length >= most}
            />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function AddContender() {
  const contenders = useConfig(state => state.config.contenders);
  const add = (mixerName: string, title: string) => {
    const block = { mixer: mixerName, ...parameterDefaults(mixerName) };
    addContender({ name: freeName(title, contenders), d_model: 64, blocks: [block, { ...block }] });
  };
  return (
    <Menu
      name="add-contender"
      trigger={<Button tiny icon="plus" label="Add contender" disabled={contenders.length >= most} />}
      align="end"
      items={[
        ...mixers.map(({ name, title, summary }) => ({ title, about: summary, choose: () => add(name, title) })),
        { title: 'Weights from a file', about: FROM_FILE, choose: openBringing },
      ]}
    />
  );
}

import { DropdownMenu } from 'radix-ui';
import { mixers } from '../../models/registry';
import { parameterDefaults } from '../defaults';
import { Icon } from '../kit/icons';
import { addContender, useConfig } from '../stores/config';
import { BudgetSlider } from './budget_slider';
import { ContenderCard } from './contender_card';
import { NextRaceChip } from './next_race_chip';
import { Panel } from './panel';
import './contenders_panel.css';

/** Most contenders a race can have (lab/config/config.ts). */
const most = 8;

/** Who races. */
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
    const names = new Set(contenders.map(c => c.name));
    let name = title;
    for (let n = 2; names.has(name); n++) name = `${title} ${n}`;
    addContender({ name, d_model: 64, blocks: [block, { ...block }] });
  };
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="button tiny" disabled={contenders.length >= most}>
          <Icon name="plus" size={12} />
          Add contender
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align="end">
          {mixers.map(mixer => (
            <DropdownMenu.Item
              key={mixer.name}
              className="menu-item plain"
              onSelect={() => add(mixer.name, mixer.title)}
            >
              {mixer.title}
              <span className="about">{mixer.summary}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

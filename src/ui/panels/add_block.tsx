import { DropdownMenu } from 'radix-ui';
import type { BlockConfig } from '../../models/config';
import { mixers } from '../../models/registry';
import { parameterDefaults } from '../defaults';
import { Icon } from '../kit/icons';
import './block_chip.css';

/** Puts one more block at the end of a contender. */
export function AddBlock({
  contender,
  full,
  onAdd,
}: {
  contender: string;
  full: boolean;
  onAdd: (block: BlockConfig) => void;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <button type="button" className="chip add" disabled={full} aria-label={`Add a block to ${contender}`}>
          <Icon name="plus" size={12} />
        </button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align="start">
          {mixers.map(mixer => (
            <DropdownMenu.Item
              key={mixer.name}
              className="menu-item plain"
              onSelect={() => onAdd({ mixer: mixer.name, ...parameterDefaults(mixer.name) })}
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

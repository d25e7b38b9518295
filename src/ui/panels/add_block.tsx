import type { BlockConfig } from '../../models/config';
import { mixers } from '../../models/registry';
import { parameterDefaults } from '../defaults';
import { Icon } from '../kit/icons';
import { NameMenu } from '../kit/name_menu';
import './block_chip.css';

interface Props {
  readonly contender: string;
  readonly full: boolean;
  readonly onAdd: (block: BlockConfig) => void;
}

/** A menu that adds a block at the end of a contender. */
export function AddBlock({ contender, full, onAdd }: Props) {
  return (
    <NameMenu
      name={`add a block to ${contender}`}
      trigger={
        <button
          type="button"
          className="button tiny chip add"
          disabled={full}
          aria-label={`Add a block to ${contender}`}
        >
          <Icon name="plus" size={12} />
        </button>
      }
      note="A block mixes what the tokens before have left into each token."
      items={mixers.map(({ name, title, summary }) => ({
        title,
        about: summary,
        choose: () => onAdd({ mixer: name, ...parameterDefaults(name) }),
      }))}
    />
  );
}

import type { ContenderConfig } from '../../lab/config/config';
import { widthField } from '../../lab/config/width_field';
import type { BlockConfig } from '../../models/config';
import { NumberField } from '../kit/number_field';
import { setContender } from '../stores/config';
import { AddBlock } from './add_block';
import { BlockChip } from './block_chip';
import './contender_card.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
}

/** The blocks of a contender, first to last, and its width. */
export function ContenderShape({ contender, index }: Props) {
  const setBlocks = (blocks: BlockConfig[]) => setContender(index, { blocks });
  const { blocks } = contender;
  const move = (from: number, to: number) => {
    const block = blocks[from];
    if (!block || to < 0 || to >= blocks.length) return;
    const rest = blocks.filter((_, i) => i !== from);
    setBlocks([...rest.slice(0, to), block, ...rest.slice(to)]);
    requestAnimationFrame(() => document.getElementById(chipId(index, to))?.focus());
  };
  return (
    <>
      <ol className="chips wrap" aria-label={`Blocks of ${contender.name}, first to last`}>
        {blocks.map((block, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place in the stack
          <li key={i}>
            <BlockChip
              id={chipId(index, i)}
              block={block}
              place={i}
              count={blocks.length}
              d_model={contender.d_model}
              onChange={changed => setBlocks(blocks.map((b, k) => (k === i ? changed : b)))}
              onMove={to => move(i, to)}
              onDuplicate={() => setBlocks([...blocks.slice(0, i + 1), { ...block }, ...blocks.slice(i + 1)])}
              onRemove={() => setBlocks(blocks.filter((_, k) => k !== i))}
            />
          </li>
        ))}
        <li>
          <AddBlock
            contender={contender.name}
            full={blocks.length >= 32}
            onAdd={block => setBlocks([...blocks, block])}
          />
        </li>
      </ol>
      <NumberField
        name={`width-${index}`}
        field={widthField}
        value={contender.d_model}
        onChange={d_model => setContender(index, { d_model })}
      />
    </>
  );
}

function chipId(contender: number, block: number): string {
  return `block-${contender}-${block}`;
}

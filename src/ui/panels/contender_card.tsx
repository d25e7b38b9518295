import { useId, useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { widthField } from '../../lab/config/width_field';
import type { BlockConfig } from '../../models/config';
import { contenderColour } from '../colours';
import { compact } from '../format';
import { FieldError } from '../kit/field_error';
import { IconButton } from '../kit/icon_button';
import { NumberField } from '../kit/number_field';
import { Swatch } from '../kit/swatch';
import { sizeOf } from '../models';
import { removeContender, setContender } from '../stores/config';
import { useVocabularySize } from '../vocabulary_size';
import { AddBlock } from './add_block';
import { BlockChip } from './block_chip';
import { NameInput } from './name_input';
import { OwnSettings } from './own_settings';
import './contender_card.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
  /** Its colour slot. */
  readonly slot: number;
  /** It is the only contender, so it cannot be removed. */
  readonly alone: boolean;
}

/** One contender: its name, blocks, width, and size. */
export function ContenderCard({ contender, index, slot, alone }: Props) {
  const nameId = useId();
  const [nameError, setNameError] = useState<string | null>(null);
  const size = sizeOf(contender, useVocabularySize());
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
    <article className="card" style={{ '--contender': contenderColour(slot) }} aria-labelledby={nameId}>
      <header className="card-head row">
        <Swatch slot={slot} />
        <NameInput id={nameId} index={index} name={contender.name} onError={setNameError} />
        {size.fits ? (
          <span className="number small muted" title={`${compact(size.parameters)} parameters`}>
            {compact(size.parameters)}
            <span className="card-unit"> parameters</span>
          </span>
        ) : null}
        <IconButton
          icon="close"
          tiny
          label={`Remove ${contender.name}`}
          disabled={alone}
          onClick={() => removeContender(index)}
        />
      </header>
      <FieldError id={`${nameId}-error`}>{nameError}</FieldError>
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
        field={widthField}
        value={contender.d_model}
        onChange={d_model => setContender(index, { d_model })}
      />
      <OwnSettings contender={contender} index={index} />
      <FieldError>{size.fits ? null : size.message}</FieldError>
    </article>
  );
}

function chipId(contender: number, block: number): string {
  return `block-${contender}-${block}`;
}

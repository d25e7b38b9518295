import { useId, useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { contenderColour } from '../colours';
import { compact } from '../format';
import { BroughtShape } from '../import/brought_shape';
import { FieldError } from '../kit/field_error';
import { IconButton } from '../kit/icon_button';
import { lazyPart } from '../kit/lazy_part';
import { Swatch } from '../kit/swatch';
import { sizeOf } from '../models';
import { duplicateContender, removeContender } from '../stores/config';
import { useVocabularySize } from '../vocabulary_size';
import { ContenderAsText } from './contender_as_text';
import { ContenderShape } from './contender_shape';
import { NameInput } from './name_input';
import { OwnSettings } from './own_settings';
import './contender_card.css';

const BlocksStrip = lazyPart(
  () => import('../blocks/blocks_strip').then(part => part.BlocksStrip),
  <div className="blocks-room" />,
);

interface Props {
  readonly contender: ContenderConfig;
  readonly index: number;
  /** Its colour slot. */
  readonly slot: number;
  /** It is the only contender, so it cannot be removed. */
  readonly alone: boolean;
  /** The race has as many contenders as it can. */
  readonly full: boolean;
}

/** One contender: its name, blocks, width, and size. */
export function ContenderCard({ contender, index, slot, alone, full }: Props) {
  const nameId = useId();
  const [nameError, setNameError] = useState<string | null>(null);
  const size = sizeOf(contender, useVocabularySize());
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
          icon="duplicate"
          tiny
          label={`Duplicate ${contender.name}`}
          disabled={full}
          onClick={() => duplicateContender(index)}
        />
        <IconButton
          icon="close"
          tiny
          label={`Remove ${contender.name}`}
          disabled={alone}
          onClick={() => removeContender(index)}
        />
      </header>
      <FieldError id={`${nameId}-error`}>{nameError}</FieldError>
      <BlocksStrip contender={contender} slot={slot} />
      {contender.weights === undefined ? (
        <ContenderShape contender={contender} index={index} />
      ) : (
        <BroughtShape contender={contender} index={index} />
      )}
      {contender.weights === undefined ? <ContenderAsText contender={contender} index={index} slot={slot} /> : null}
      <OwnSettings contender={contender} index={index} slot={slot} />
      <FieldError>{size.fits ? null : size.message}</FieldError>
    </article>
  );
}

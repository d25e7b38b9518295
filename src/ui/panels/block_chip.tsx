import { Popover } from 'radix-ui';
import type { KeyboardEvent } from 'react';
import { type BlockConfig, mlpField } from '../../models/config';
import type { MixerDescription } from '../../models/mixer';
import { findMixer, mixers } from '../../models/registry';
import { blockWords, settingsOf, shortTitle } from '../block_words';
import { parameterDefaults } from '../defaults';
import { Button } from '../kit/button';
import { FieldList } from '../kit/field_list';
import { Hint } from '../kit/hint';
import { IconButton } from '../kit/icon_button';
import { NumberField } from '../kit/number_field';
import { PopoverContent } from '../kit/popover_content';
import { SelectField } from '../kit/select_field';
import { SwitchField } from '../kit/switch_field';
import { useOpenAcross } from '../sheets/use_open_across';
import './block_chip.css';

interface Props {
  readonly id: string;
  readonly block: BlockConfig;
  readonly place: number;
  readonly count: number;
  readonly d_model: number;
  readonly onChange: (block: BlockConfig) => void;
  readonly onMove: (to: number) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

/** One block of a stack: a chip that opens its settings. */
export function BlockChip(props: Props) {
  const { id, block, place, count, onMove, onRemove } = props;
  const mixer = findMixer(block.mixer);
  const [open, setOpen] = useOpenAcross(id);
  const onKey = (event: KeyboardEvent) => {
    if (event.altKey && event.key === 'ArrowLeft') onMove(place - 1);
    else if (event.altKey && event.key === 'ArrowRight') onMove(place + 1);
    else if (event.key === 'Delete' && count > 1) onRemove();
    else return;
    event.preventDefault();
  };
  const settings = settingsOf(mixer, block);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Hint text={`${blockWords(block)}. Press to change it; Alt + ← or → moves it, Delete removes it.`}>
        <Popover.Trigger asChild>
          <button type="button" id={id} className="button chip" onKeyDown={onKey}>
            {shortTitle(mixer)} <span className="chip-settings muted">{settings}</span>
          </button>
        </Popover.Trigger>
      </Hint>
      <PopoverContent label={`Block ${place + 1}, ${mixer.title}`} align="start">
        <BlockSettings {...props} mixer={mixer} />
      </PopoverContent>
    </Popover.Root>
  );
}

function BlockSettings({
  id,
  block,
  mixer,
  place,
  count,
  d_model,
  onChange,
  onMove,
  onDuplicate,
  onRemove,
}: Props & { mixer: MixerDescription }) {
  const defaults = parameterDefaults(mixer.name);
  const values: Readonly<Record<string, unknown>> = { ...defaults, ...block };
  return (
    <>
      <h3>
        Block {place + 1} · {mixer.title}
      </h3>
      <p className="muted small">{mixer.summary}</p>
      <div className="fields">
        <SelectField
          label="Mixer"
          help="How this block mixes tokens."
          value={mixer.name}
          options={mixers.map(m => ({ value: m.name, label: m.title }))}
          onChange={name =>
            onChange({ mixer: name, ...parameterDefaults(name), ...(block.mlp ? { mlp: block.mlp } : {}) })
          }
        />
        <FieldList
          owner={mixer.name}
          fields={[...mixer.fields, ...(mixer.choices ?? []), ...(mixer.switches ?? [])]}
          values={values}
          defaults={defaults}
          onChange={change => onChange({ ...block, ...change })}
        />
        <SwitchField
          label="MLP after the mixer"
          help="A small network (SwiGLU) that reads each token on its own."
          value={Boolean(block.mlp)}
          onChange={on => onChange({ ...block, mlp: on ? mlpWidth(d_model) : null })}
        />
        {block.mlp ? (
          <NumberField
            name={`mlp of ${id}`}
            field={mlpField}
            value={block.mlp}
            byDefault={mlpWidth(d_model)}
            onChange={mlp => onChange({ ...block, mlp })}
          />
        ) : null}
      </div>
      <div className="popover-actions">
        <IconButton icon="left" label="Move left (Alt + ←)" disabled={place === 0} onClick={() => onMove(place - 1)} />
        <IconButton
          icon="right"
          label="Move right (Alt + →)"
          disabled={place === count - 1}
          onClick={() => onMove(place + 1)}
        />
        <span className="grow" />
        <Button label="Duplicate" onClick={onDuplicate} />
        <Button label="Remove" disabled={count === 1} onClick={onRemove} />
      </div>
    </>
  );
}

/** 8/3 D rounded to a multiple of 8, as is usual for a gated MLP. */
function mlpWidth(D: number): number {
  return Math.max(8, Math.round((8 * D) / 3 / 8) * 8);
}

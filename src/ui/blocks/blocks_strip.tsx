import { Dialog } from 'radix-ui';
import { useMemo, useRef } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { modelOf } from '../../lab/config/model_of';
import { type Flow, flowOf } from '../../models/flow';
import { contenderColour } from '../colours';
import { DialogContent } from '../kit/dialog';
import { Hint } from '../kit/hint';
import { lazyPart } from '../kit/lazy_part';
import { useOpenAcross } from '../sheets/use_open_across';
import { useSequenceLength, useVocabularySize } from '../vocabulary_size';
import { carriedInAll, stripWords } from './carried_words';
import { fillWords } from './fill_words';
import { StripDrawing } from './strip_drawing';
import { useStripShares } from './use_strip_shares';
import './blocks_strip.css';

const BlocksPicture = lazyPart(() => import('./blocks_picture').then(part => part.BlocksPicture));

/** Tokens of a sequence where the task does not say. */
const USUAL_LENGTH = 128;

interface Props {
  readonly contender: ContenderConfig;
  /** Its colour slot. */
  readonly slot: number;
}

/** A small picture of a contender's blocks and what they carry. It opens the large one. */
export function BlocksStrip({ contender, slot }: Props) {
  const flow = useFlow(contender);
  const [open, setOpen] = useOpenAcross(`blocks-${slot}`);
  const { name } = contender;
  if (!flow) return null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <StripButton contender={contender} flow={flow} />
      <DialogContent
        name="The picture of the blocks"
        title={`How a token flows through ${name}`}
        className="blocks-dialog growing"
      >
        <div style={{ '--contender': contenderColour(slot) }}>
          <BlocksPicture contender={contender} flow={flow} />
        </div>
      </DialogContent>
    </Dialog.Root>
  );
}

function StripButton({ contender, flow }: { contender: ContenderConfig; flow: Flow }) {
  const button = useRef<HTMLButtonElement>(null);
  const at = useStripShares(contender, button);
  const { name } = contender;
  const fill = at ? `${fillWords(flow, at)} ` : '';
  return (
    <Hint text={`${stripWords(name, flow)} ${fill}Press for the picture with its values.`}>
      <Dialog.Trigger asChild>
        <button type="button" className="blocks-strip" ref={button}>
          <StripDrawing flow={flow} shares={at?.shares ?? null} />
          <span className="sr-only">Picture of the blocks of {name}. It carries </span>
          <span className="blocks-carried number small muted cut">{carriedInAll(flow)}</span>
        </button>
      </Dialog.Trigger>
    </Hint>
  );
}

/** Null for a model that cannot be built. */
function useFlow(contender: ContenderConfig): Flow | null {
  const V = useVocabularySize();
  const L = useSequenceLength() ?? USUAL_LENGTH;
  return useMemo(() => {
    try {
      return flowOf(modelOf(contender, V), L);
    } catch {
      return null;
    }
  }, [contender, V, L]);
}

import { useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import type { Flow } from '../../models/flow';
import { useConfig } from '../stores/config';
import { useSequenceLength } from '../vocabulary_size';
import { PieceDetail } from './piece_detail';
import { type Sizes, sizeWords } from './shape_words';
import { Tower } from './tower';
import './blocks_picture.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly flow: Flow;
}

/** How a token flows through a contender, from the bottom up; the piece that is pointed at or chosen is explained beside. */
export function BlocksPicture({ flow }: Props) {
  const [chosen, choose] = useState(flow.layers[0]?.own.key ?? flow.embedding.key);
  const [pointed, point] = useState<string | null>(null);
  const sizes = useSizes(flow);
  return (
    <div className="blocks-picture">
      <p className="muted small">
        Read from the bottom up. {sizeWords(sizes)} Each block reads the stream of D numbers a token, and adds to it.
      </p>
      <Tower flow={flow} chosen={chosen} onChoose={choose} onPoint={point} />
      <PieceDetail flow={flow} of={pointed ?? chosen} sizes={sizes} />
    </div>
  );
}

function useSizes({ D, V }: Flow): Sizes {
  const B = useConfig(state => state.config.training.batch);
  const L = useSequenceLength();
  return { B, L, D, V };
}

import { useRef, useState } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import type { Flow } from '../../models/flow';
import { bringIntoView } from '../bring_into_view';
import { whole } from '../format';
import { useMedia } from '../media';
import { useConfig } from '../stores/config';
import { useSequenceLength } from '../vocabulary_size';
import { NextTokens } from './next_tokens';
import { PieceDetail } from './piece_detail';
import { type Sizes, sizeWords } from './shape_words';
import { TokenChooser } from './token_chooser';
import { Tower } from './tower';
import { useFlowValues } from './use_flow_values';
import './blocks_picture.css';

interface Props {
  readonly contender: ContenderConfig;
  readonly flow: Flow;
}

/** How a token flows through a contender, from the bottom up; the piece that is pointed at or chosen is explained beside. */
export function BlocksPicture({ contender, flow }: Props) {
  const [chosen, choose] = useState(flow.layers[0]?.own.key ?? flow.embedding.key);
  const [pointed, point] = useState<string | null>(null);
  const [example, setExample] = useState(0);
  const [wanted, setWanted] = useState<number | null>(null);
  const aside = useRef<HTMLDivElement>(null);
  const narrow = useMedia('(max-width: 759px)');
  const sizes = useSizes(flow);
  const { at, trouble } = useFlowValues(contender, example);
  const values = at?.values ?? null;
  const last = (values?.glyphs.length ?? 1) - 1;
  const token = Math.min(wanted ?? last, last);
  return (
    <div className="blocks-picture">
      <p className="muted small">
        Read from the bottom up. {sizeWords(sizes)} Each block reads the stream of D numbers a token, and adds to it.
      </p>
      <div className="blocks-flow">
        {values ? <NextTokens predictions={values.predictions[token] ?? []} /> : <NoValues trouble={trouble} />}
        <Tower
          flow={flow}
          chosen={chosen}
          onChoose={choose}
          onPress={() => {
            // There the explanation lies below the picture.
            if (narrow && aside.current) bringIntoView(aside.current, 'start');
          }}
          onPoint={point}
          values={values}
          token={token}
        />
        {values ? (
          <TokenChooser
            glyphs={values.glyphs}
            token={token}
            onToken={setWanted}
            example={example}
            onExample={setExample}
          />
        ) : null}
      </div>
      <div ref={aside} className="blocks-aside">
        <PieceDetail flow={flow} of={pointed ?? chosen} sizes={sizes} values={values} token={token} />
        {at ? (
          <p className="muted small">
            Values after step {whole(at.step)}. RMS is the root mean square: the usual size of a number there.
          </p>
        ) : null}
      </div>
    </div>
  );
}

function NoValues({ trouble }: { trouble: string | null }) {
  return <p className="muted">{trouble ?? 'No values yet: press Train.'}</p>;
}

function useSizes({ D, V }: Flow): Sizes {
  const B = useConfig(state => state.config.training.batch);
  const L = useSequenceLength();
  return { B, L, D, V };
}

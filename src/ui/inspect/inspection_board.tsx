import { type ComponentProps, useId, useMemo, useRef } from 'react';
import type { ContenderConfig } from '../../lab/config/config';
import { modelOf } from '../../lab/config/model_of';
import { seenDistances } from '../../models/cost';
import { train } from '../actions';
import { useSize } from '../charts/use_size';
import { Button } from '../kit/button';
import { type Shown, useInspection } from '../stores/inspection';
import { useRun } from '../stores/run';
import { phaseOf, type RunState } from '../stores/run_state';
import { BlockSection } from './block_section';
import { Board } from './board';
import { InductionPanel } from './induction_panel';
import { LossPanel } from './loss_panel';
import { PositionsPanel } from './positions_panel';
import { ReachPanel } from './reach_panel';
import { inView, tokenAxis } from './token_axis';
import './board.css';
import './inspection_board.css';

/** All drawings of one inspection, on one token axis. */
export function InspectionBoard({ shown }: { shown: Shown }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const room = useSize(box).width;
  const { inspection } = shown;
  const { glyphs, omitted, predictions } = inspection;
  const axis = useMemo(
    () =>
      tokenAxis(
        glyphs,
        room,
        predictions.flatMap(([first]) => first?.glyph ?? []),
      ),
    [glyphs, predictions, room],
  );
  const stale = useInspection(state => state.wanted.contender !== shown.request.contender);
  const busy = useInspection(state => state.asked !== null);
  const baselines = useRun(state => state.task?.baselines) ?? [];
  const { fields, seen } = useSight(shown.request.contender, glyphs.length);
  return (
    <section className={`panel board-panel ${stale ? 'outdated' : ''}`} aria-labelledby={id}>
      <h2 id={id} className="sr-only">
        Token by token
      </h2>
      {omitted > 0 ? (
        <p className="muted small">
          The last {glyphs.length} of {glyphs.length + omitted} tokens, at their positions in the sequence. The model
          has read none of the tokens before them: its state begins empty.
        </p>
      ) : null}
      {inView(axis, room) < glyphs.length ? (
        <p className="muted small">
          {inView(axis, room)} of {glyphs.length} tokens fit; scroll sideways for the others.
        </p>
      ) : null}
      {shown.step === 0 ? <Untrained place={shown.request.contender} /> : null}
      <Board box={box} axis={axis} room={room} strip={inspection} busy={busy}>
        <h3 className="sr-only">The whole model</h3>
        <LossPanel inspection={inspection} axis={axis} baselines={baselines} />
        <ReachPanel inspection={inspection} axis={axis} fields={fields} seen={seen} />
        {inspection.blocks.map((block, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block is its place
          <BlockSection key={i} place={i + 1} block={block} glyphs={glyphs} axis={axis} room={room} />
        ))}
        <PositionsPanel positions={inspection.positions} room={room} />
        {inspection.induction ? <InductionPanel induction={inspection.induction} /> : null}
      </Board>
    </section>
  );
}

/** What a member is that has not trained. */
function Untrained({ place }: { place: number }) {
  const training = useRun(state => phaseOf(state) === 'training');
  const contender = useRun(state => contenderAt(state, place));
  if (contender?.frozen) return null;
  return (
    <div className="untrained row wrap">
      <p>
        <strong>Step 0: the weights are {contender?.weights ? 'those of the file' : 'still random'}.</strong> During
        training this page shows which tokens the model learns to look at, to keep, and to forget.
      </p>
      <Button label="Train the race" disabled={training} onClick={() => train()} />
    </div>
  );
}

/** The contender of a member. */
function contenderAt({ config, members }: RunState, place: number): ContenderConfig | undefined {
  return config?.contenders[members[place]?.contender ?? place];
}

/** How far each block of a member looks, in tokens (null: all tokens), and where all together look, by the number of tokens back. */
function useSight(place: number, L: number): Pick<ComponentProps<typeof ReachPanel>, 'fields' | 'seen'> {
  const contender = useRun(state => contenderAt(state, place));
  const V = useRun(state => state.task?.vocabularySize);
  return useMemo(() => {
    if (!contender || !V) return { fields: [], seen: [] };
    const model = modelOf(contender, V);
    return {
      fields: model.blocks.map(({ mixer, config }) => mixer.receptiveField(config)),
      seen: seenDistances(model, L - 1),
    };
  }, [contender, V, L]);
}

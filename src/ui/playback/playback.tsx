import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { RaceRun } from '../../lab/runs/run';
import { RaceChart } from '../charts/race_chart';
import { timeTick } from '../format';
import { Button } from '../kit/button';
import { Slider } from '../kit/slider';
import { Toggles } from '../kit/toggles';
import { Panel } from '../panels/panel';
import { playbackStore } from '../stores/playback';
import { ReplayClock } from '../stores/replay_clock';
import { replayPlace } from '../stores/replay_place';
import { KeptSample } from './kept_sample';
import { Reached } from './reached';
import { lengthOf, runAt } from './run_at';
import './playback.css';

const paces = [1, 2, 5, 10, 20].map(pace => ({ value: String(pace), label: `${pace} ×` }));
const TRUE_PACE = 1;
/** A picture takes all curves anew. */
const clock = new ReplayClock({ usualPace: () => TRUE_PACE, picture: 100 });
/** Of the slider. */
const PLACES = 1000;
const none = [] as const;

/** A kept race whose curves grow again as they did. Nothing trains, and the race on the page stays as it is. */
export function Playback({ run }: { readonly run: RaceRun }) {
  const length = useMemo(() => lengthOf(run), [run]);
  const of = `${run.id} ${run.saved}`;
  const { of: now, time, running, pace } = clock.store();
  const at = now === of && time !== null ? time / 1000 : length;
  const moving = now === of && running;
  useLayoutEffect(() => {
    clock.seek(of, 0);
    clock.run(of, 1000 * length);
    return () => clock.pause();
  }, [of, length]);
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the menu that opened it has given the focus back to its button, below.
    const timer = setTimeout(() => head.current?.scrollIntoView({ block: 'center' }), 50);
    return () => clearTimeout(timer);
  }, []);
  const shown = useMemo(() => runAt(run, at), [run, at]);
  const words = `${timeWords(at)} of ${timeWords(length)}`;
  return (
    <>
      <Panel
        title={`${run.name}, played back`}
        unit="nothing trains"
        className="played-back"
        controls={<Button tiny label="Close" onClick={() => playbackStore.setState({ run: null })} />}
      >
        <div ref={head} className="playback row wrap">
          <Button
            icon={moving ? 'pause' : 'play'}
            label={moving ? 'Hold' : at >= length ? 'Play again' : 'Play'}
            onClick={() => (moving ? clock.pause() : clock.run(of, 1000 * length))}
          />
          <Toggles
            label="Pace"
            value={String(pace ?? TRUE_PACE)}
            options={paces}
            onChange={chosen => clock.store.setState({ pace: Number(chosen) })}
          />
          <div className="playback-time">
            <Slider
              label="Time trained"
              words={words}
              most={PLACES}
              value={replayPlace(at, length, PLACES)}
              onChange={place => clock.seek(of, (1000 * length * place) / PLACES)}
            />
          </div>
          <span className="number">{words}</span>
        </div>
        <Reached run={shown} />
        <p className="muted small">
          The clock is each contender’s own. In a race they take turns, and here the turns of the others do not count:
          all are shown after the same time of their own training, on {run.engine.adapter}. Kept on{' '}
          <span className="number">{run.saved.slice(0, 10)}</span>.
        </p>
      </Panel>
      <RaceChart run={shown} chart="first" baselines={none} against className="playback-first" />
      <RaceChart run={shown} chart="second" baselines={none} against className="playback-second" />
      <KeptSample run={run} />
    </>
  );
}

/** A time on the clock: 8.3 s · 2 min 5 s. */
function timeWords(seconds: number): string {
  return seconds < 60 ? `${seconds.toFixed(1)} s` : timeTick(Math.round(seconds));
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { RaceRun } from '../../lab/runs/run';
import { RaceChart } from '../charts/race_chart';
import { whole } from '../format';
import { Button } from '../kit/button';
import { Slider } from '../kit/slider';
import { Toggles } from '../kit/toggles';
import { Panel } from '../panels/panel';
import { playbackStore } from '../stores/playback';
import { raceStep } from '../stores/run_state';
import { KeptSample } from './kept_sample';
import { lengthOf, runAt } from './run_at';
import './playback.css';

const paces = [1, 2, 5, 10, 20].map(pace => ({ value: String(pace), label: `${pace} ×` }));
/** Milliseconds from one picture to the next. */
const PICTURE = 100;
/** Of the slider. */
const PLACES = 1000;
const none = [] as const;

/** A kept race whose curves grow again as they did. Nothing trains, and the race on the page stays as it is. */
export function Playback({ run }: { readonly run: RaceRun }) {
  const length = useMemo(() => lengthOf(run), [run]);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(true);
  const [pace, setPace] = useState('1');
  const ended = at >= length;
  useEffect(() => {
    if (!playing || ended) return;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const passed = ((now - last) / 1000) * Number(pace);
      last = now;
      setAt(before => Math.min(length, before + passed));
    }, PICTURE);
    return () => clearInterval(timer);
  }, [playing, ended, pace, length]);
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // After the menu that opened it has given the focus back to its button, below.
    const timer = setTimeout(() => head.current?.scrollIntoView({ block: 'center' }), 50);
    return () => clearTimeout(timer);
  }, []);
  const shown = useMemo(() => runAt(run, at), [run, at]);
  const moving = playing && !ended;
  return (
    <>
      <Panel
        title={`${run.name}, played back`}
        unit="nothing trains"
        controls={<Button tiny label="Close" onClick={() => playbackStore.setState({ run: null })} />}
      >
        <div ref={head} className="playback row wrap">
          <Button
            icon={moving ? 'pause' : 'play'}
            label={moving ? 'Hold' : ended ? 'Play again' : 'Play'}
            onClick={() => {
              if (ended) setAt(0);
              setPlaying(!moving);
            }}
          />
          <Toggles label="Pace" value={pace} options={paces} onChange={setPace} />
          <div className="playback-time">
            <Slider
              label="Time trained"
              words={`${at.toFixed(1)} s`}
              most={PLACES}
              value={Math.round((PLACES * at) / Math.max(length, 1e-9))}
              onChange={place => {
                setPlaying(false);
                setAt((length * place) / PLACES);
              }}
            />
          </div>
          <span className="number">
            {`${at.toFixed(1)} of ${length.toFixed(1)} s trained, step ${whole(raceStep(shown))}`}
          </span>
        </div>
        <p className="muted small">
          Each contender stands where it stood after so many seconds of its own training, on {run.engine.adapter}, kept
          on {run.saved.slice(0, 10)}.
        </p>
      </Panel>
      <RaceChart run={shown} chart="first" baselines={none} against className="playback-first" />
      <RaceChart run={shown} chart="second" baselines={none} against className="playback-second" />
      <KeptSample run={run} />
    </>
  );
}

import { useMemo } from 'react';
import { findTask } from '../../tasks/registry';
import { hueOf } from '../hue';
import { musicOf } from '../music/music_of';
import { EventClip } from '../music/music_parts';
import { isPartForNextRace } from '../next_race';
import { readsOn } from '../reads_on';
import { SoundClip } from '../sound/sound_parts';
import { useConfig } from '../stores/config';
import { useRun } from '../stores/run';
import './task_example.css';

/** At most so many tokens are drawn. */
const drawn = 96;

/** One training sequence, token by token, with the right answers where the task scores them. */
export function TaskExample() {
  const example = useRun(state => state.task?.example);
  const task = useRun(state => state.config?.task);
  const music = useMemo(() => musicOf(task), [task]);
  const soundExample = useRun(state => state.task?.soundExample);
  const caution = useRun(state => state.task?.caution);
  const settings = useConfig(state => state);
  const another = useRun(run => isPartForNextRace('task', settings, run));
  const title = another ? 'Example of the race on the page' : 'Example';
  const { sound } = task === undefined ? {} : findTask(task.name);
  if (example && sound && soundExample !== undefined) {
    return (
      <div className="example">
        <h3>{title}</h3>
        <p className="muted small">
          The model predicts every next sample. These are training sequences, one after the other:
        </p>
        <SoundClip id="example" what="the example" sound={sound} text={soundExample} />
      </div>
    );
  }
  if (!example) {
    return (
      <div className="example">
        <h3>{title}</h3>
        <p className="muted small">Shown once the race is loaded.</p>
      </div>
    );
  }
  const { glyphs, targets } = example;
  const scoredCount = targets.filter(target => target !== null).length;
  const all = readsOn(example);
  const first = firstCell(targets);
  if (music)
    return (
      <div className="example">
        <h3>{title}</h3>
        <p className="muted small">
          {all
            ? 'The model predicts every next event.'
            : 'The model says the notes of all voices but the first. This is the beginning of a training sequence:'}
        </p>
        {caution === undefined ? null : <p className="small">{caution}</p>}
        <EventClip id="example" what="the example" music={music} events={glyphs} />
      </div>
    );
  return (
    <div className="example">
      <h3>{title}</h3>
      <p className="muted small">
        {all
          ? 'The model predicts every next token.'
          : 'The model answers after outlined tokens. The right answer stands below.'}
      </p>
      {caution === undefined ? null : <p className="small">{caution}</p>}
      <p className="sr-only">
        {glyphs.slice(first, first + drawn).join(' ')}. {scoredCount} of {targets.length} positions are scored.
      </p>
      <div className="cells wrap" aria-hidden="true">
        {first > 0 ? <span className="cell-gap muted">…</span> : null}
        {glyphs.slice(first, first + drawn).map((glyph, i) => {
          const target = targets[first + i] ?? null;
          return (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its position
              key={first + i}
              className={`cell ${target !== null && !all ? 'scored' : ''}`}
              style={{ '--hue': hueOf(glyph) }}
            >
              <span>{glyph}</span>
              {all ? null : <span className="answer">{target ?? ''}</span>}
            </span>
          );
        })}
        {glyphs.length > first + drawn ? <span className="cell-gap muted">…</span> : null}
      </div>
    </div>
  );
}

/** The first token to draw, so that the first answers are visible. */
function firstCell(targets: readonly (string | null)[]): number {
  const firstScored = targets.findIndex(target => target !== null);
  return Math.max(0, Math.min(firstScored - drawn / 2, targets.length - drawn));
}

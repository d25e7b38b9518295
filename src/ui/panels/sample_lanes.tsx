import { useEffect, useMemo, useRef } from 'react';
import { seedsOf } from '../../lab/config/members';
import type { Question } from '../../lab/worker/protocol';
import type { SampleRequest } from '../../lab/worker/read_command';
import { quantile } from '../../quantile';

import { findTask } from '../../tasks/registry';
import type { Music, Sound } from '../../tasks/task';
import { contenderColour } from '../colours';
import { milliseconds } from '../format';
import { Swatch } from '../kit/swatch';
import { musicOf } from '../music/music_of';
import { MusicLane } from '../music/music_parts';
import { SoundLane } from '../sound/sound_parts';
import { useSlowRun } from '../stores/run';
import { type MemberRun, standing } from '../stores/run_state';
import { Played, score } from './played';
import './sample_lanes.css';

/** A lane for each contender with what it writes. */
export function SampleLanes() {
  const run = useSlowRun(120);
  const { sampling } = run;
  const seeds = run.config ? seedsOf(run.config.training) : 1;
  const task = run.config?.task;
  const music = useMemo(() => musicOf(task), [task]);
  const sound = run.config === null ? undefined : findTask(run.config.task.name).sound;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be within reach of the keyboard
    <ol className={`lanes stack ${music ? 'drawn' : ''}`} aria-label="What each contender writes" tabIndex={0}>
      {standing(run).map((contender, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
        <li key={index} className="lane column" style={{ '--contender': contenderColour(contender.slot) }}>
          <header className="lane-head row">
            <Swatch slot={contender.slot} />
            <h3 className="cut" title={contender.name}>
              {contender.name}
            </h3>
            {seeds > 1 ? <span className="small muted">seed {contender.seed}</span> : null}
            {contender.writing && contender.writing.answers.length > 0 ? (
              <span className="number small">{score(contender.writing.answers)}</span>
            ) : null}
            <span className="number small muted">{sampling ? cost(contender, sampling.request.naive) : ''}</span>
          </header>
          <Lane
            contender={contender}
            request={sampling?.request ?? null}
            questions={sampling?.questions ?? []}
            sound={sound}
            music={music}
          />
        </li>
      ))}
    </ol>
  );
}

interface LaneProps {
  readonly contender: MemberRun;
  readonly request: SampleRequest | null;
  readonly questions: readonly Question[];
  readonly sound: Sound | undefined;
  readonly music: Music | undefined;
}

function Lane({ contender, request, questions, sound, music }: LaneProps) {
  const box = useRef<HTMLElement>(null);
  const text = contender.writing?.text ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: new text is what moves the end into view
  useEffect(() => {
    const lane = box.current;
    if (lane && lane.scrollHeight - lane.scrollTop - lane.clientHeight < 60) lane.scrollTop = lane.scrollHeight;
    if (lane) lane.dataset.scrolled = String(lane.scrollTop > 0);
  }, [text]);
  const dead = contender.status === 'diverged' || contender.status === 'failed';
  if (dead) return <p className="lane-text muted">{contender.trouble ?? 'This contender has stopped.'}</p>;
  if (request === null || !contender.writing) return <p className="lane-text muted">Press Sample to see it write.</p>;
  const { skipped } = contender.writing;
  const note = skipped === undefined ? null : <p className="lane-text muted">{skipped}</p>;
  // A text that was written before the contender was skipped stays.
  if (note && text === '') return note;
  if (sound)
    return (
      <>
        <SoundLane slot={contender.slot} name={contender.name} sound={sound} writing={contender.writing} {...request} />
        {note}
      </>
    );
  if (music)
    return (
      <>
        <MusicLane
          slot={contender.slot}
          name={contender.name}
          music={music}
          request={request}
          questions={questions}
          writing={contender.writing}
        />
        {note}
      </>
    );
  return (
    <>
      <section
        ref={box}
        className="lane-text"
        aria-label={`Written by ${contender.name}`}
        aria-busy={!contender.writing.done}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be within reach of the keyboard
        tabIndex={0}
        onScroll={event => {
          event.currentTarget.dataset.scrolled = String(event.currentTarget.scrollTop > 0);
        }}
      >
        {request.play ? (
          <Played questions={questions} answers={contender.writing.answers} />
        ) : (
          <>
            <span className="muted">{request.prompt}</span>
            {text}
          </>
        )}
      </section>
      {note}
    </>
  );
}

/** The median over all timed groups, as in the table of results. */
function cost({ latency }: MemberRun, naive: boolean): string {
  const median = quantile((naive ? latency.naive : latency.carried).milliseconds.view(), 0.5);
  return Number.isFinite(median) ? `median ${milliseconds(median)}/token` : '';
}

import { useMemo, useRef } from 'react';
import { seedsOf } from '../../lab/config/members';
import type { Question } from '../../lab/worker/protocol';
import type { SampleRequest } from '../../lab/worker/read_command';
import { findTask } from '../../tasks/registry';
import type { Music, Sound } from '../../tasks/task';
import { contenderColour } from '../colours';
import { Swatch } from '../kit/swatch';
import { musicOf } from '../music/music_of';
import { MusicLane } from '../music/music_parts';
import { FollowingBox } from '../sample_race/following_box';
import { LaneText } from '../sample_race/lane_text';
import { lanesOf } from '../sample_race/lanes';
import { LanePosition, LaneTape, OrderOfFinish } from '../sample_race/race_parts';
import { sampleKey } from '../sample_race/replay_store';
import { textUpTo } from '../sample_race/text_up_to';
import { useSlowReplay } from '../sample_race/use_replay';
import { useByHand } from '../sheets/use_by_hand';
import { SoundLane } from '../sound/sound_parts';
import { useSlowRun } from '../stores/run';
import { type MemberRun, standing } from '../stores/run_state';
import { Played, score } from './played';
import '../sample_race/lane_text.css';
import './sample_lanes.css';

/** How often lanes show new text, in milliseconds. */
const OFTEN = 120;

/** A lane for each contender with what it writes. */
export function SampleLanes() {
  const run = useSlowRun(OFTEN);
  const replayed = useSlowReplay(run, OFTEN);
  const { sampling } = run;
  const seeds = run.config ? seedsOf(run.config.training) : 1;
  const task = run.config?.task;
  const music = useMemo(() => musicOf(task), [task]);
  const sound = run.config === null ? undefined : findTask(run.config.task.name).sound;
  const lanes = lanesOf(run);
  const list = useRef<HTMLOListElement>(null);
  const swiped = useByHand() && standing(run).length > 1;
  const tape = (contender: number, naive: boolean) => {
    const lane = lanes.find(own => own.contender === contender && own.naive === naive);
    return lane ? <LaneTape lane={lane} lanes={lanes} of={sampleKey(run)} version={run.sampleVersion} /> : null;
  };
  const kind = music ? 'drawn' : sound || sampling?.request.naiveBeside ? 'two' : '';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be within reach of the keyboard
    <section className="lanes column" aria-label="What each contender writes" tabIndex={0}>
      <div role="status" aria-label="Order of finish">
        {sampling?.done && lanes.length > 0 ? <OrderOfFinish lanes={lanes} /> : null}
      </div>
      {swiped ? (
        <LanePosition list={list} contenders={standing(run)} seeded={seeds > 1} lanes={lanes} of={sampleKey(run)} />
      ) : null}
      <ol
        ref={list}
        // Arrow keys scroll lanes that stand beside each other.
        tabIndex={swiped ? 0 : undefined}
        className={`lane-list stack ${kind} ${swiped ? 'swiped' : ''}`}
        style={{ '--lanes': standing(run).length }}
      >
        {standing(run).map((contender, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
          <li key={index} className="lane column" style={{ '--contender': contenderColour(contender.slot) }}>
            <header className="lane-head row wrap">
              <Swatch slot={contender.slot} />
              <h3 className="cut" title={contender.name}>
                {contender.name}
              </h3>
              {seeds > 1 ? <span className="small muted">seed {contender.seed}</span> : null}
              {contender.writing && contender.writing.answers.length > 0 ? (
                <span className="number small">{score(contender.writing.answers)}</span>
              ) : null}
              {tape(index, sampling?.request.naive ?? false)}
            </header>
            <Lane
              contender={contender}
              request={sampling?.request ?? null}
              questions={sampling?.questions ?? []}
              sound={sound}
              music={music}
              replayed={replayed}
            />
            {contender.beside && sampling ? (
              <>
                <header className="lane-head row wrap">
                  <h4 className="lane-way small">naive</h4>
                  {tape(index, true)}
                </header>
                {sound || music || sampling.request.play ? null : (
                  <LaneText
                    label={`Written naively by ${contender.name}`}
                    prompt={sampling.request.prompt}
                    text={textUpTo(contender.beside, replayed)}
                    busy={!contender.beside.done}
                  />
                )}
                <Skipped why={contender.beside.skipped} />
              </>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface LaneProps {
  readonly contender: MemberRun;
  readonly request: SampleRequest | null;
  readonly questions: readonly Question[];
  readonly sound: Sound | undefined;
  readonly music: Music | undefined;
  readonly replayed: number | null;
}

function Lane({ contender, request, questions, sound, music, replayed }: LaneProps) {
  const { slot, name, status, trouble, writing } = contender;
  if (status === 'diverged' || status === 'failed')
    return <p className="lane-text muted">{trouble ?? 'This contender has stopped.'}</p>;
  if (request === null || !writing) return <p className="lane-text muted">Press Sample to see it write.</p>;
  const note = <Skipped why={writing.skipped} />;
  // A text that was written before the contender was skipped stays.
  if (writing.skipped !== undefined && writing.text === '') return note;
  if (sound)
    return (
      <>
        <SoundLane slot={slot} name={name} sound={sound} writing={writing} {...request} />
        {note}
      </>
    );
  if (music)
    return (
      <>
        <MusicLane slot={slot} name={name} music={music} request={request} questions={questions} writing={writing} />
        {note}
      </>
    );
  return (
    <>
      {request.play ? (
        <FollowingBox label={`Written by ${name}`} busy={!writing.done} version={writing.answers}>
          <Played questions={questions} answers={writing.answers} />
        </FollowingBox>
      ) : (
        <LaneText
          label={`Written by ${name}`}
          prompt={request.prompt}
          text={textUpTo(writing, replayed)}
          busy={!writing.done}
        />
      )}
      {note}
    </>
  );
}

function Skipped({ why }: { readonly why: string | undefined }) {
  return why === undefined ? null : <p className="lane-text muted">{why}</p>;
}

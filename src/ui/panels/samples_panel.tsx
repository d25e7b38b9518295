import { useId, useMemo } from 'react';
import { eventsOf } from '../../tasks/notes';
import { dismissTrouble, sample, stopSampling } from '../actions';
import { Button } from '../kit/button';
import { CopyButton } from '../kit/copy_button';
import { FieldError } from '../kit/field_error';
import { Hint } from '../kit/hint';
import { SwitchField } from '../kit/switch_field';
import { musicOf } from '../music/music_of';
import { EventClip } from '../music/music_parts';
import { allTexts } from '../sample_race/all_texts';
import { RaceReplay } from '../sample_race/race_replay';
import { SoundClip } from '../sound/sound_parts';
import { useSound } from '../sound/use_sound';
import { setSample, usePreferences } from '../stores/preferences';
import { runStore, useRun } from '../stores/run';
import { ofSampling, phaseOf } from '../stores/run_state';
import { tooLong } from '../too_long';
import { Panel } from './panel';
import { SampleLanes } from './sample_lanes';
import { SampleSettings } from './sample_settings';
import './samples_panel.css';

/** Sampling: all contenders continue one prompt or answer in the same sequences. */
export function SamplesPanel() {
  const id = useId();
  const choice = usePreferences(p => p.sample);
  const taskPrompt = useRun(state => state.task?.prompt ?? '');
  const sound = useSound();
  const task = useRun(state => state.config?.task);
  const music = useMemo(() => musicOf(task), [task]);
  const given = useMemo(() => eventsOf(taskPrompt), [taskPrompt]);
  const plays = useRun(state => (state.task?.answers ?? 0) > 0);
  const refused = useRun(state => (state.trouble && ofSampling(state.trouble) ? state.trouble.message : null));
  const drawn = sound !== undefined || music !== undefined;
  const long = drawn || plays ? null : tooLong(choice.prompt ?? '');
  const trouble = long ?? refused;
  const busy = useRun(state => state.sampling !== null && !state.sampling.done);
  const able = useRun(state => state.loaded && phaseOf(state) !== 'failed');
  return (
    <Panel
      title="Samples"
      className="samples"
      controls={
        <>
          {drawn ? null : <CopyTexts />}
          <SampleSettings />
        </>
      }
    >
      <div className="prompt">
        {plays ? (
          <div>
            <p className="small">
              Every contender reads the task’s own sequences and answers where the task asks. Right answers are counted.
            </p>
            <Button tiny label="Another example" onClick={() => setSample({ example: choice.example + 1 })} />
          </div>
        ) : sound ? (
          <SoundClip id="prompt" what="the prompt" sound={sound} text={taskPrompt} />
        ) : music ? (
          <EventClip id="prompt" what="the prompt" music={music} events={given} />
        ) : (
          <>
            <label htmlFor={id} className="sr-only">
              Prompt
            </label>
            <textarea
              id={id}
              className="input"
              rows={2}
              spellCheck={false}
              value={choice.prompt ?? taskPrompt}
              placeholder="What every contender continues"
              aria-invalid={trouble !== null}
              aria-describedby={trouble ? `${id}-trouble` : undefined}
              onChange={event => {
                setSample({ prompt: event.target.value });
                if (refused) dismissTrouble();
              }}
              onKeyDown={event => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sample();
              }}
            />
          </>
        )}
        <div className="prompt-buttons stack">
          <Hint text={busy ? 'Stop writing.' : 'All contenders continue the prompt side by side (s).'}>
            <Button
              icon={busy ? 'stop' : 'play'}
              label={busy ? 'Stop' : 'Sample'}
              className="sample"
              disabled={!able || (long !== null && !busy)}
              onClick={() => (busy ? stopSampling() : sample())}
            />
          </Hint>
          {drawn || plays ? null : (
            <Button
              tiny
              quiet
              label="Task’s prompt"
              className={choice.prompt === null ? 'hidden-but-there' : ''}
              onClick={() => setSample({ prompt: null })}
            />
          )}
        </div>
      </div>
      <FieldError id={`${id}-trouble`}>{trouble}</FieldError>
      <div className="naive row wrap">
        <SwitchField
          label="Naive beside it"
          help="A second lane of each contender reads the whole prefix again for every token, without state, cache, or queue. The race shows what the state saves."
          value={choice.naive}
          onChange={naive => setSample({ naive })}
        />
        <RaceReplay />
      </div>
      <SampleLanes />
    </Panel>
  );
}

/** Copies what every lane wrote, whole, once a prompt was continued. */
function CopyTexts() {
  const there = useRun(({ sampling }) => sampling?.done === true && sampling.request.play === undefined);
  return there ? (
    <CopyButton label="Copy texts" className="tiny quiet" text={() => allTexts(runStore.getState())} />
  ) : null;
}

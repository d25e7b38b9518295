import { Popover } from 'radix-ui';
import { useId } from 'react';
import { findTask } from '../../tasks/registry';
import { dismissTrouble, sample, stopSampling } from '../actions';
import { seconds, whole } from '../format';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { NumberField } from '../kit/number_field';
import { SwitchField } from '../kit/switch_field';
import { SoundClip } from '../sound/sound_clip';
import { initialPreferences, setSample, usePreferences, usualTokens } from '../stores/preferences';
import { useRun } from '../stores/run';
import { ofSampling, phaseOf } from '../stores/run_state';
import { Panel } from './panel';
import { SampleLanes } from './sample_lanes';
import './samples_panel.css';

/** All contenders continue the same prompt. */
export function SamplesPanel() {
  const id = useId();
  const choice = usePreferences(p => p.sample);
  const taskPrompt = useRun(state => state.task?.prompt ?? '');
  const sound = useSound();
  const plays = useRun(state => (state.task?.answers ?? 0) > 0);
  const trouble = useRun(state => (state.trouble && ofSampling(state.trouble) ? state.trouble.message : null));
  const busy = useRun(state => state.sampling !== null && !state.sampling.done);
  const able = useRun(state => state.loaded && phaseOf(state) !== 'failed');
  return (
    <Panel title="Samples" className="samples" controls={<SampleSettings />}>
      <div className="prompt">
        {plays ? (
          <div>
            <p className="small">
              Every contender reads the task’s own sequences and answers where the task asks. Right answers are counted.
            </p>
            <button type="button" className="button tiny" onClick={() => setSample({ example: choice.example + 1 })}>
              Another example
            </button>
          </div>
        ) : sound ? (
          <SoundClip id="prompt" what="the prompt" sound={sound} text={taskPrompt} />
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
                if (trouble) dismissTrouble();
              }}
              onKeyDown={event => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) sample();
              }}
            />
          </>
        )}
        <div className="prompt-buttons">
          <Hint text={busy ? 'Stop writing.' : 'All contenders continue the prompt side by side (s).'}>
            <button
              type="button"
              className="button sample"
              disabled={!able}
              onClick={() => (busy ? stopSampling() : sample())}
            >
              <Icon name={busy ? 'stop' : 'play'} />
              {busy ? 'Stop' : 'Sample'}
            </button>
          </Hint>
          {sound || plays ? null : (
            <button
              type="button"
              className={`button tiny quiet ${choice.prompt === null ? 'hidden-but-there' : ''}`}
              onClick={() => setSample({ prompt: null })}
            >
              Task’s prompt
            </button>
          )}
        </div>
      </div>
      {trouble ? (
        <p id={`${id}-trouble`} className="field-error" role="alert">
          {trouble}
        </p>
      ) : null}
      <div className="naive">
        <SwitchField
          label="Naive: recompute the whole prefix"
          help="The model reads the whole prefix again for every token, without state, cache, or queue. The chart shows what the state saves."
          value={choice.naive}
          onChange={naive => setSample({ naive })}
        />
      </div>
      <SampleLanes />
    </Panel>
  );
}

/** How the run's task sounds, if it does. */
function useSound() {
  const task = useRun(state => state.config?.task.name);
  return task === undefined ? undefined : findTask(task).sound;
}

function SampleSettings() {
  const choice = usePreferences(p => p.sample);
  const usual = initialPreferences.sample;
  const task = useRun(state => state.config?.task.name);
  const sound = useSound();
  const tokens = choice.tokens ?? usualTokens(task);
  const plays = useRun(state => (state.task?.answers ?? 0) > 0);
  const amount = `${whole(tokens)} tokens${sound ? ` (${seconds(tokens / sound.rate)})` : ''}`;
  const summary = plays
    ? `example ${whole(choice.example + 1)}, greedy`
    : choice.greedy
      ? `${amount}, greedy`
      : `${amount}, T ${choice.temperature}`;
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button type="button" className="button tiny">
          {summary}
          <Icon name="down" size={12} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover"
          sideOffset={6}
          collisionPadding={12}
          align="end"
          aria-label="How to sample"
        >
          <h3>How to sample</h3>
          {plays ? (
            <div className="fields">
              <NumberField
                label="Example"
                help="The first of the sequences that are played; none of them is trained on."
                min={1}
                max={0x80000000}
                whole
                value={choice.example + 1}
                byDefault={usual.example + 1}
                onChange={example => setSample({ example: example - 1 })}
              />
              <NumberField
                label="Tokens to time"
                help="Written after the last sequence, only to measure what a token costs at later positions."
                min={0}
                max={16_384}
                whole
                value={choice.further}
                byDefault={usual.further}
                onChange={further => setSample({ further })}
              />
            </div>
          ) : (
            <div className="fields">
              <NumberField
                label="Tokens"
                help={`How many tokens each contender writes${sound ? `; ${whole(sound.rate)} are a second` : ''}.`}
                min={1}
                max={16_384}
                whole
                value={tokens}
                byDefault={usualTokens(task)}
                onChange={value => setSample({ tokens: value === usualTokens(task) ? null : value })}
              />
              <SwitchField
                label="Greedy"
                help="Always take the most likely token, without randomness."
                value={choice.greedy}
                byDefault={usual.greedy}
                onChange={greedy => setSample({ greedy })}
              />
              {choice.greedy ? null : (
                <>
                  <NumberField
                    label="Temperature"
                    help="Below 1, likely tokens become likelier. Above 1, unlikely tokens do."
                    min={0.01}
                    max={10}
                    value={choice.temperature}
                    byDefault={usual.temperature}
                    onChange={temperature => setSample({ temperature })}
                  />
                  <NumberField
                    label="Top k"
                    unit="tokens"
                    help="Draw among the k most likely tokens only. 0 keeps all."
                    min={0}
                    max={65_536}
                    whole
                    value={choice.topK}
                    byDefault={usual.topK}
                    onChange={topK => setSample({ topK })}
                  />
                  <NumberField
                    label="Seed"
                    help="The same seed draws the same tokens again."
                    min={0}
                    max={0xffffffff}
                    whole
                    value={choice.seed}
                    byDefault={usual.seed}
                    onChange={seed => setSample({ seed })}
                  />
                </>
              )}
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

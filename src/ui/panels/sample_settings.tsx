import { Popover } from 'radix-ui';
import { useMemo } from 'react';
import { seconds, whole } from '../format';
import { FieldList } from '../kit/field_list';
import { Icon } from '../kit/icons';
import { PopoverContent } from '../kit/popover_content';
import { musicOf } from '../music/music_of';
import { drawFields, finishField, playFields, sampleChoice, secondsField, tokensField } from '../sample_fields';
import { useOpenAcross } from '../sheets/use_open_across';
import { useSound } from '../sound/use_sound';
import { initialPreferences, setSample, usePreferences, usualTokens } from '../stores/preferences';
import { useRun } from '../stores/run';
import { WeightsSeed } from './weights_seed';

/** How many tokens to write, and how to draw them. */
export function SampleSettings() {
  const [open, setOpen] = useOpenAcross('sample-settings');
  const asked = usePreferences(p => p.sample);
  const usual = initialPreferences.sample;
  const choice = useRun(state => state.config?.task);
  const task = choice?.name;
  const sound = useSound();
  const music = useMemo(() => musicOf(choice), [choice]);
  const tokens = asked.tokens ?? usualTokens(task);
  const plays = useRun(state => (state.task?.answers ?? 0) > 0);
  const amount = `${whole(tokens)} tokens${sound ? ` (${seconds(tokens / sound.rate)})` : ''}`;
  const summary = plays
    ? `example ${whole(asked.example + 1)}, greedy`
    : asked.greedy
      ? `${amount}, greedy`
      : `${amount}, T ${asked.temperature}`;
  const amountFields = sound
    ? [{ ...tokensField, help: tokensField.help.replace('.', `; ${whole(sound.rate)} are a second.`) }]
    : music
      ? [tokensField]
      : [finishField, secondsField];
  const take = ({ example, tokens, ...change }: Readonly<Record<string, unknown>>) => {
    const { prompt: _, ...settings } = asked;
    setSample({
      ...sampleChoice.omit({ prompt: true }).parse({ ...settings, ...change }),
      ...(typeof example === 'number' ? { example: example - 1 } : {}),
      ...(typeof tokens === 'number' ? { tokens: tokens === usualTokens(task) ? null : tokens } : {}),
    });
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button type="button" className="button tiny">
          {summary}
          <Icon name="down" size={12} />
        </button>
      </Popover.Trigger>
      <PopoverContent label="How to sample" align="end">
        <h3>How to sample</h3>
        <div className="fields">
          <FieldList
            owner={plays ? 'play' : 'sample'}
            fields={plays ? playFields : [...amountFields, ...drawFields]}
            values={{ ...asked, tokens, example: asked.example + 1 }}
            defaults={{ ...usual, tokens: usualTokens(task), example: usual.example + 1 }}
            onChange={take}
          />
          <WeightsSeed />
        </div>
      </PopoverContent>
    </Popover.Root>
  );
}

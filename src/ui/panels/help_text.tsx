import { Dialog } from 'radix-ui';
import { mixers } from '../../models/registry';
import { showAgain } from '../first_minute/steps';
import { Button } from '../kit/button';
import { useRun } from '../stores/run';
import { raceStep } from '../stores/run_state';
import './help_text.css';

const keys: readonly (readonly [string, string])[] = [
  ['Space', 'Train or pause, when the focus is not on a control'],
  ['s', 'Sample from every contender'],
  ['?', 'This help'],
  ['Page Down / Up', 'In projector mode: the next or previous step of the argument; Escape leaves'],
  ['Ctrl + Z', 'Undo the last change of the settings; with Shift, redo it'],
  ['Alt + ← / →', 'Move the block in focus to the left or right'],
  ['Delete', 'Remove the block in focus'],
  ['← / →', 'In a chart: move along the curves'],
  ['+ / − / 0', 'In a chart: show less, more, or all of x'],
  ['Shift + ← / →', 'In a chart: move the shown part'],
  ['m', 'In a chart: write a note at this step'],
  ['Alt + Enter', 'On a name of a legend: show its line alone'],
];

/** What the page is, how to use it, and its keys. */
export function HelpText() {
  const step = useRun(raceStep);
  return (
    <>
      <p>
        Unroll trains small sequence models on your own machine and races them. Every contender sees the same data in
        the same order. Compare how fast they learn, and what each token costs when they write.
      </p>
      <p>
        <Dialog.Close asChild>
          <Button label="Show the first minute" onClick={showAgain} />
        </Dialog.Close>{' '}
        Three clicks to three ideas: remember by choice, learn in parallel, constant cost.
        {step > 0 ? ` It replaces the race on the page, now at step ${step.toLocaleString('en')}.` : null}
      </p>
      <h3>A first race</h3>
      <ol className="steps">
        <li>Choose a preset at the top, or build your own contenders on the left: each is a stack of blocks.</li>
        <li>Press Train. The curves fall as the contenders learn; lower is better.</li>
        <li>
          Press Sample at any time: all contenders continue the same prompt in a race in which each has the same time,
          and the charts show the cost of each token.
        </li>
        <li>Change anything and press Reset: the race starts over with your settings. Copy link keeps them.</li>
      </ol>
      <h3>Mixers</h3>
      <dl className="glossary stack">
        {mixers.map(mixer => (
          <div key={mixer.name}>
            <dt>{mixer.title}</dt>
            <dd>{mixer.summary}</dd>
          </div>
        ))}
      </dl>
      <h3>Keys</h3>
      <dl className="keys stack">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <h3>How times are measured</h3>
      <p>
        Time per token is wall-clock time over groups of tokens, measured here and now on the adapter named at the top.
        A software adapter says nothing about a GPU. Nothing you type or train leaves this machine.
      </p>
      <h3>For scripts</h3>
      <p>
        The console offers <code>window.unroll</code>: load a race, train, sample, and read every curve.
      </p>
    </>
  );
}

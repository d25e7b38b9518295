import { useId } from 'react';
import type { Experiment } from '../../lab/experiments/experiment';
import { stackWords } from '../block_words';
import { Button } from '../kit/button';
import { Swatch } from '../kit/swatch';
import { useConfig } from '../stores/config';
import { type Params, setParams } from '../stores/experiments';
import { contendersOf, type Draft, type ListedContender, offeredContenders, withRace } from './drafts';
import './contender_list.css';

interface Props {
  readonly experiment: Experiment;
  readonly set: Params;
  readonly draft: Draft;
  readonly slots: ReadonlyMap<string, number>;
}

/** The contenders, each with its blocks in words; the visitor can leave some out. */
export function ContenderList({ experiment, set, draft, slots }: Props) {
  const { name } = experiment;
  const id = useId();
  const race = useConfig(state => state.config);
  const ofRace = withRace(experiment, set, race);
  const taking = contendersOf(draft.params);
  const offered = offeredContenders(experiment, draft);
  const ours = taking.every(({ name }) => offered.some(one => one.name === name));
  const all = ours ? offered : taking;
  const toggle = (one: ListedContender, on: boolean) => {
    const names = new Set(taking.map(({ name }) => name));
    if (on) names.add(one.name);
    else names.delete(one.name);
    const contenders = all.filter(({ name }) => names.has(name));
    setParams(name, { ...set, contenders });
  };
  return (
    <fieldset className="contender-list">
      <legend>Contenders</legend>
      <ul>
        {all.map((one, i) => {
          const on = taking.some(({ name }) => name === one.name);
          return (
            <li key={one.name}>
              <label>
                <input
                  type="checkbox"
                  checked={on}
                  disabled={!ours || (on && taking.length === 1)}
                  aria-describedby={`${id}-${i}`}
                  onChange={event => toggle(one, event.target.checked)}
                />
                <Swatch slot={slots.get(one.name) ?? i} />
                <strong>{one.name}</strong>
              </label>
              <span id={`${id}-${i}`} className="contender-words muted small">
                {wordsOf(one)}
              </span>
            </li>
          );
        })}
      </ul>
      {ofRace === null ? null : (
        <Button
          tiny
          quiet
          label={'task' in draft.params ? 'Take the race’s task and contenders' : 'Take the race’s contenders'}
          disabled={JSON.stringify(ofRace) === JSON.stringify(set)}
          onClick={() => setParams(name, ofRace)}
        />
      )}
    </fieldset>
  );
}

/** The gate and the layer are lines of a table, which the blocks already say where both are one word. */
function wordsOf({ d_model, gate, layer, blocks }: ListedContender): string {
  const stack = stackWords(blocks);
  const says = (word: string) => stack.toLowerCase().includes(word.toLowerCase());
  return [
    ...(gate === undefined || says(gate) ? [] : [gate.endsWith('gate') ? gate : `gate of ${gate}`]),
    ...(layer === undefined || says(layer) ? [] : [`layer ${layer}`]),
    stack,
    ...(d_model === undefined ? [] : [`width ${d_model}`]),
  ].join('; ');
}

import { Swatch } from '../kit/swatch';
import { byContender, type RunState } from '../stores/run_state';
import { reachedWords } from './reached_words';
import './playback.css';

/** How far each contender is. */
export function Reached({ run }: { readonly run: RunState }) {
  return (
    <ul className="playback-reached wrap small" aria-label="How far each contender is">
      {byContender(run).map(([first, ...others]) =>
        first ? (
          <li key={first.contender}>
            <Swatch slot={first.slot} /> {first.name}{' '}
            <span className="number muted">{reachedWords([first, ...others])}</span>
          </li>
        ) : null,
      )}
    </ul>
  );
}

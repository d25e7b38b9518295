import { firstMinute, mobyDick } from '../../lab/config/presets';
import { differs, reset, sample, train } from '../actions';
import { bringIntoView } from '../bring_into_view';
import { openSheet } from '../sheets/open_sheet';
import { configStore, setConfig } from '../stores/config';
import { firstMinuteStore } from '../stores/first_minute';
import { preferencesStore, sampleRequest, setPreferences } from '../stores/preferences';
import { runStore } from '../stores/run';
import { openWorkspace } from '../stores/workspace';

/** So many characters show what grows. */
const WRITTEN = 4096;

/** The second idea: the race on a text, at once. */
export function trainOnText(): void {
  firstMinuteStore.setState({ reached: 'parallel' });
  setConfig(mobyDick.config);
  if (differs(configStore.getState(), runStore.getState())) reset();
  train();
}

/** The third idea: every contender writes. */
export function showCost(): void {
  firstMinuteStore.setState({ reached: 'cost' });
  const run = runStore.getState();
  const usual = sampleRequest(preferencesStore.getState(), run);
  sample({ ...usual, tokens: WRITTEN, naive: false, naiveBeside: false });
  // On a screen for hands they lie in a sheet; on another narrow one they may be far below the card.
  if (openSheet('samples')) return;
  const lanes = document.querySelector('.lanes');
  if (lanes) bringIntoView(lanes, 'nearest');
}

export function dismiss(): void {
  setPreferences({ firstMinute: false });
  document.getElementById('train')?.focus();
}

/** Shows the first race again, from its first step. */
export function showAgain(): void {
  firstMinuteStore.setState({ reached: 'remember' });
  setPreferences({ firstMinute: true });
  openWorkspace('race');
  setConfig(firstMinute.config);
  reset();
}

import { presets } from '../lab/config/presets';
import { reset } from './actions';
import { leaveAside } from './stores/aside';
import { configStore, setConfig } from './stores/config';
import { experimentsStore, initialExperiments } from './stores/experiments';
import { initialPreferences, preferencesStore } from './stores/preferences';

/** Restores the race and the preferences of a first visit and puts the current ones aside. Own text and sound stay. */
export function startWithDefaults(): void {
  const why = 'You chose to start with the defaults.';
  const { outcomes, earlier, experimentId, running } = experimentsStore.getState();
  leaveAside('Your race is put aside.', why, JSON.stringify(configStore.getState().config));
  leaveAside('Your chart and sampling preferences are put aside.', why, JSON.stringify(preferencesStore.getState()));
  if (Object.keys({ ...outcomes, ...earlier }).length > 0)
    leaveAside('Your experiments are put aside.', why, JSON.stringify({ outcomes, earlier }));
  const going = running === null ? undefined : outcomes[running];
  experimentsStore.setState({
    ...initialExperiments,
    experimentId,
    running,
    outcomes: running !== null && going ? { [running]: going } : {},
  });
  preferencesStore.setState(initialPreferences);
  setConfig(presets[0].config);
  reset();
}

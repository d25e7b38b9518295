import { presets } from '../../lab/config/presets';
import { Button } from '../kit/button';
import { IconButton } from '../kit/icon_button';
import { Select } from '../kit/select';
import { chooseRace } from '../next_race';
import { useConfig } from '../stores/config';
import { projectorStore } from '../stores/projector';
import { Adapter } from './adapter';
import { HelpDialog } from './help_dialog';
import { ShareButton } from './share_button';
import { ThemeButton } from './theme_button';
import { TourButton } from './tour_button';
import { WorkspaceTabs } from './workspace_tabs';
import './top_bar.css';

/** Name, workspaces, preset, adapter, and the buttons of the whole page. */
export function TopBar() {
  const chosen = useConfig(
    ({ config }) => presets.find(p => JSON.stringify(p.config) === JSON.stringify(config))?.name ?? '',
  );
  return (
    <header className="top-bar row">
      <Button
        label="Skip to the race controls"
        className="skip"
        onClick={() => document.getElementById('train')?.focus()}
      />
      <h1 className="name row">
        <svg width="20" height="20" viewBox="0 0 20 20" fill="none" aria-hidden="true">
          <path
            d="M2 13c2.5 0 2.5-6 5-6s2.5 6 5 6 2.5-6 5-6"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
          <circle cx="17.5" cy="7" r="1.5" fill="currentColor" />
        </svg>
        Unroll
      </h1>
      <WorkspaceTabs />
      <Select
        label="Preset"
        className="preset"
        value={chosen}
        placeholder="Preset: your own race"
        options={presets.map(p => ({ value: p.name, label: p.title, about: p.summary }))}
        onChange={name => {
          const preset = presets.find(p => p.name === name);
          if (preset) chooseRace(preset.config);
        }}
      />
      <Adapter />
      <div className="top-bar-end row">
        <TourButton />
        <ShareButton />
        <ThemeButton />
        <IconButton
          icon="projector"
          id="projector"
          label="Projector mode"
          hint="Large type for an audience. Page Down and Page Up turn the steps of the argument; Escape leaves."
          onClick={() => projectorStore.setState({ on: true })}
        />
        <HelpDialog />
      </div>
    </header>
  );
}

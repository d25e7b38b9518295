import { DropdownMenu } from 'radix-ui';
import { curvesCsv } from '../charts/curve_chart';
import { downloadText } from '../download';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { runsOf } from '../runs';
import { runStore, useRun } from '../stores/run';

/** The whole run as a file. */
export function ExportMenu() {
  const nothing = useRun(state => state.contenders.length === 0);
  return (
    <DropdownMenu.Root>
      <Hint text="Save the curves and the sampling costs of this run." side="bottom">
        <DropdownMenu.Trigger asChild>
          <button type="button" className="button quiet export" aria-label="Export" disabled={nothing}>
            <Icon name="download" />
            <span>Export</span>
          </button>
        </DropdownMenu.Trigger>
      </Hint>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" sideOffset={4} collisionPadding={8} align="end">
          <DropdownMenu.Item
            className="menu-item plain"
            onSelect={() => downloadText('unroll-curves.csv', curvesCsv(runStore.getState()))}
          >
            Curves as CSV
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item plain"
            onSelect={() => downloadText('unroll-run.json', runJson(), 'application/json')}
          >
            Everything as JSON
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function runJson(): string {
  const state = runStore.getState();
  return JSON.stringify({ adapter: state.adapter, config: state.config, runs: runsOf(state) }, null, 1);
}

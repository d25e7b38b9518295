import { DropdownMenu } from 'radix-ui';
import { curvesCsv } from '../curves_csv';
import { downloadText } from '../download';
import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { runJson } from '../run_json';
import { measurementStore } from '../stores/measurement';
import { runStore, useRun } from '../stores/run';
import './export_menu.css';

/** The whole run as a file. */
export function ExportMenu() {
  const nothing = useRun(state => state.contenders.length === 0);
  return (
    <DropdownMenu.Root>
      <Hint text="Save the curves, the samples, and the costs of tokens." side="bottom">
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
            onSelect={() =>
              downloadText(
                'unroll-run.json',
                runJson(runStore.getState(), measurementStore.getState().inForce),
                'application/json',
              )
            }
          >
            Everything as JSON
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

import { curvesCsv } from '../curves_csv';
import { downloadText } from '../download';
import { Icon } from '../kit/icons';
import { Menu } from '../kit/menu';
import { runJson } from '../run_json';
import { measurementStore } from '../stores/measurement';
import { runStore, useRun } from '../stores/run';
import './export_menu.css';

/** A menu that saves the curves, or the whole run, as a file. */
export function ExportMenu() {
  const nothing = useRun(state => state.members.length === 0);
  return (
    <Menu
      trigger={
        <button type="button" className="button quiet export" aria-label="Export" disabled={nothing}>
          <Icon name="download" />
          <span>Export</span>
        </button>
      }
      hint="Save the curves, the samples, and the costs of tokens."
      align="end"
      items={[
        {
          title: 'Curves as CSV',
          choose: () => downloadText('unroll-curves.csv', curvesCsv(runStore.getState())),
        },
        {
          title: 'Everything as JSON',
          choose() {
            const text = runJson(runStore.getState(), measurementStore.getState().inForce);
            downloadText('unroll-run.json', text, 'application/json');
          },
        },
      ]}
    />
  );
}

import type { RaceRun } from '../../lab/runs/run';
import { ScrollRegion } from '../kit/scroll_region';
import { differencesOf } from './differences';
import { distinctRunNames } from './overlay';
import './compared.css';

/** The settings in which the configs of runs differ. */
export function ComparedSettings({ runs }: { runs: readonly RaceRun[] }) {
  const differences = differencesOf(runs.map(({ config }) => config));
  const names = distinctRunNames(runs);
  if (differences.length === 0) return <p className="empty">Their settings are equal.</p>;
  return (
    <ScrollRegion label="Settings that differ between the compared runs">
      <table className="compared small">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            {runs.map(({ id }, place) => (
              <th key={id} scope="col">
                {names[place]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ setting, values }) => (
            <tr key={setting}>
              <th scope="row">{setting}</th>
              {values.map((value, i) => (
                <td key={runs[i]?.id} className="number">
                  {value ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

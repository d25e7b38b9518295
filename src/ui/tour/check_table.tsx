import { type Check, verdict } from './check';
import './check_table.css';

/** What is claimed beside what was measured, and whether it holds. */
export function CheckTable({ checks }: { readonly checks: readonly Check[] }) {
  return (
    <table className="tour-checks">
      <thead>
        <tr>
          <th scope="col">Claimed</th>
          <th scope="col">Measured</th>
          <th scope="col">Holds</th>
        </tr>
      </thead>
      <tbody>
        {checks.map(({ says, measured, holds }) => (
          <tr key={says}>
            <td>{says}</td>
            <td className="number">{measured}</td>
            <td className={holds === false ? 'tour-fails' : ''}>{holdsWords(holds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One sentence for all parts of a claim. */
export function verdictWords(checks: readonly Check[]): string {
  const whole = verdict(checks);
  if (whole === null) return 'Figures are missing, so this cannot be told.';
  return whole ? 'The claim holds in these runs.' : 'Not all of the claim holds in these runs.';
}

function holdsWords(holds: boolean | null): string {
  if (holds === null) return '–';
  return holds ? 'yes' : 'no';
}

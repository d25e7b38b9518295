import { type ReportRow, type ReportTable, shareWords } from '../measurement_report';
import './measured_table.css';

/** One table of the report, its shares as bars. */
export function MeasuredTable({ table: { name, title, note, shareTitle, rows } }: { table: ReportTable }) {
  const timed = rows.some(({ median, failure }) => median !== '' || failure !== null);
  return (
    <section aria-labelledby={`measured-${name}`}>
      <h3 id={`measured-${name}`}>{title}</h3>
      <p className="muted small">{note}</p>
      <table className="measured-table small">
        <thead>
          <tr>
            <th scope="col">Case</th>
            {timed ? (
              <th scope="col" className="figure">
                Median <span className="muted">fastest – slowest tenth</span>
              </th>
            ) : null}
            {shareTitle === null ? null : (
              <th scope="col" className="of-peak">
                Share <span className="muted">{shareTitle}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row">
                {row.name}
                {row.counts.length > 0 ? (
                  <span className="muted small">{row.counts.map(unbroken).join(' · ')}</span>
                ) : null}
              </th>
              {timed ? <Figure row={row} /> : null}
              {shareTitle === null ? null : <Share share={row.share} />}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function Figure({ row: { median, spread, repeats, failure } }: { row: ReportRow }) {
  if (failure !== null) return <td className="figure measure-failure">{failure}</td>;
  return (
    <td className="figure number">
      {median}
      <span className="muted small">
        {spread} · {repeats}
      </span>
    </td>
  );
}

function Share({ share }: { share: number | null }) {
  if (share === null) return <td className="of-peak" />;
  return (
    <td className="of-peak number">
      <span className="of-peak-words">{shareWords(share)}</span>
      <span className="of-peak-track" aria-hidden="true">
        <span className="of-peak-bar" style={{ transform: `scaleX(${Math.min(1, share)})` }} />
      </span>
    </td>
  );
}

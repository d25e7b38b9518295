import { choicesOn } from '../../lab/measure/kernel_preferences';
import { milliseconds } from '../format';
import { Button } from '../kit/button';
import { forget, type Measurement } from '../stores/measurement';
import './variant_choices.css';

/** The variants of kernels that were faster here than the usual ones, and when the page uses them. */
export function VariantChoices({
  adapter,
  measurement: { status, choices, inForce, remembered },
}: {
  adapter: string;
  measurement: Measurement;
}) {
  const better = choices.filter(({ usual, chosen }) => usual !== chosen);
  const now = Object.keys(choicesOn(inForce, adapter)).length;
  const next = Object.keys(choicesOn(remembered, adapter)).length;
  const changed = JSON.stringify(choicesOn(inForce, adapter)) !== JSON.stringify(choicesOn(remembered, adapter));
  if (status !== 'finished' && now === 0 && next === 0) return null;
  return (
    <section aria-labelledby="variant-choices">
      <h3 id="variant-choices">Variants of kernels</h3>
      <p className="muted small">
        Some kernels have several variants with the same result. A variant is chosen only if its result equals the
        reference and it is clearly faster than the noise of the measurement.
      </p>
      {choices.length > 0 ? (
        <p>
          {choices.length} kernels and sizes tried;{' '}
          {better.length === 0
            ? 'no variant is clearly faster than the usual one.'
            : `${better.length} run faster with another variant:`}
        </p>
      ) : null}
      {better.length > 0 ? (
        <ul className="variant-list stack">
          {better.map(({ key, usual, chosen, usualMilliseconds, chosenMilliseconds }) => (
            <li key={key}>
              <code>{chosen}</code> for <code>{key}</code>: {milliseconds(chosenMilliseconds)} instead of{' '}
              {milliseconds(usualMilliseconds)} with <code>{usual}</code>
            </li>
          ))}
        </ul>
      ) : null}
      <p>
        {inUse(now)}
        {changed
          ? ' The page uses this result from your next visit on. Within one visit the variants stay the same, so equal seeds give equal curves.'
          : ''}
      </p>
      {next > 0 ? <Button label="Use the usual variants again" onClick={() => forget(adapter)} /> : null}
    </section>
  );
}

function inUse(count: number): string {
  if (count === 0) return 'This visit uses the usual variants.';
  return `This visit uses what an earlier measurement chose for ${count} ${count === 1 ? 'kernel and size' : 'kernels and sizes'}.`;
}

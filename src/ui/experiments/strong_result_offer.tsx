import { useState } from 'react';
import { FieldError } from '../kit/field_error';
import { type StrongResult, strongResultsOf } from './strong_results';
import './strong_result_offer.css';

/** Offers the results at strength that come with the page, where nothing has run yet. */
export function StrongResultOffer({ experiment }: { readonly experiment: string }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const results = strongResultsOf(experiment);
  if (results.length === 0) return null;
  const show = ({ show: load }: StrongResult): void => {
    setRefusal(null);
    load().catch(error => setRefusal(error instanceof Error ? error.message : 'Reload the page, and try again.'));
  };
  return (
    <section className="panel bar strong-result-offer" aria-label="Stored result">
      <p>
        This experiment ran before, with more seeds and steps than the settings above. You need not wait to see what it
        gave.
      </p>
      {results.map(result => (
        <button key={result.name} type="button" className="button" onClick={() => show(result)}>
          {results.length === 1 ? 'Show the stored result' : `Show ${result.name}`}
        </button>
      ))}
      <FieldError>{refusal === null ? null : `The stored result could not be shown. ${refusal}`}</FieldError>
    </section>
  );
}

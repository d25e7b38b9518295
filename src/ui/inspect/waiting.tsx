import { reset, train } from '../actions';
import { Button } from '../kit/button';
import { useInspection } from '../stores/inspection';
import { useRun } from '../stores/run';
import { phaseOf } from '../stores/run_state';
import './waiting.css';

/** Says why there is nothing to draw, and what to do. */
export function Waiting() {
  const phase = useRun(phaseOf);
  const contender = useRun(state => state.members)[useInspection(state => state.wanted.contender)];
  const trouble = useInspection(state => state.trouble);
  const empty = useInspection(({ wanted: { input } }) => input.kind === 'text' && input.text === '');
  return <section className="panel waiting">{content()}</section>;

  function content() {
    if (phase === 'opening') return <p>Opening the device …</p>;
    if (phase === 'compiling') return <p>Loading the race; its kernels are being compiled …</p>;
    if (phase === 'failed') return <p>The race has stopped. The message above says why.</p>;
    if (phase === 'empty' || !contender) return <Offer />;
    if (contender.status === 'failed' || contender.status === 'diverged')
      return (
        <>
          <p>{contender.trouble ?? `${contender.name} has stopped.`} Inspect cannot show its weights any more.</p>
          <p className="muted">Choose another contender above, or start over.</p>
          <Button label="Reset the race" onClick={reset} />
        </>
      );
    if (empty) return <p>Type a text above; {contender.name} reads it.</p>;
    if (trouble) return <p role="alert">{trouble}</p>;
    return <p>Looking into {contender.name} …</p>;
  }
}

/** Before the first run: what this page will show, and a button that starts the race. */
function Offer() {
  return (
    <>
      <h3>Nothing has been trained yet</h3>
      <p>
        After training, this page shows what each contender does with every token: what it predicts, which tokens it
        looks at, and what its blocks keep and forget.
      </p>
      <Button label="Train the race" className="primary" onClick={() => train()} />
    </>
  );
}

/** Experiments that check the review's claims: chosen, run, and their results. */
export function ExperimentsWorkspace() {
  return <p className="empty">Choose an experiment.</p>;
}

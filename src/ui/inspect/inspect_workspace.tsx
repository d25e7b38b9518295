/** The inside of a trained contender on one token axis. */
export function InspectWorkspace() {
  return <p className="empty">Train a contender first.</p>;
}

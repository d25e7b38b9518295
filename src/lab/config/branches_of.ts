import type { BranchPoint } from './branch_point';

/** The branches of one member of a race, by its place: its own first steps of each plan in place of the race's. */
export function branchesOf(branches: readonly BranchPoint[], member: number): BranchPoint[] {
  const own: BranchPoint[] = [];
  for (const { from, ...branch } of branches) {
    const at = Math.min(branch.at, from?.[member] ?? branch.at);
    const given = own.findIndex(earlier => earlier.at >= at);
    const gone = given < 0 ? [] : own.splice(given);
    own.push({ ...branch, at, planned: gone[0]?.planned ?? branch.planned });
  }
  return own;
}

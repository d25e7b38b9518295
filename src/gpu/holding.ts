/** Takes what `release` gives back, should the work that holds it fail later. */
export type Hold = <T>(taken: T, release: (taken: T) => void) => T;

/** Runs `work`; where it fails, all that it held is given back, the last first. */
export async function holding<R>(work: (hold: Hold) => Promise<R>): Promise<R> {
  const releases: (() => void)[] = [];
  try {
    return await work((taken, release) => {
      releases.push(() => release(taken));
      return taken;
    });
  } catch (error) {
    for (const release of releases.reverse()) release();
    throw error;
  }
}

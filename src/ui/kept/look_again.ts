let look = (): void => {};

/** Saves the race on the page at once, because there may be room now. */
export function lookAgain(): void {
  look();
}

export function whenLookedAgain(act: () => void): void {
  look = act;
}

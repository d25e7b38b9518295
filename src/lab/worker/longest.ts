/** Characters of the longest prompt, and of the longest text to look into. */
export const LONGEST_TEXT = 100_000;

/** The most seconds of a race of samples, for each lane. */
export const LONGEST_RACE = 3600;

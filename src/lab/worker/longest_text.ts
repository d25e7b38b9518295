/** Characters of the longest prompt, and of the longest text to look into. */
export const LONGEST_TEXT = 100_000;

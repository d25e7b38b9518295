/** Milliseconds within which a lost device makes itself known, on a busy machine too. */
export const LOSS_MILLISECONDS = 1500;

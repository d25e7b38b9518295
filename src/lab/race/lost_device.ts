/** Milliseconds within which a lost device makes itself known, on a busy machine too. */
export const LOST_DEVICE_MILLISECONDS = 1500;

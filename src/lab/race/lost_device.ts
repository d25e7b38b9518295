/** A lost device reports its loss within so many milliseconds, on a busy machine too. */
export const LOST_DEVICE_MILLISECONDS = 1500;

/** How long a test waits for what comes by itself: longer than any machine that others share takes. */
export const patience = { timeout: 30_000 };

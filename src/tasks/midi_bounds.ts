/** Bounds of a visitor's own MIDI file. Later steps are left out. */
export const OWN_MUSIC = { bytes: 2 ** 20, fewestNotes: 16, mostSteps: 2 ** 16 } as const;

/** Semitones of a scale of five notes above its first. Whatever sounds together in it sounds well. */
export const SCALE = [0, 2, 4, 7, 9] as const;
const MIDDLE_C = 60;

/** The pitches of so many notes of the scale, from middle C up. */
export function pentatonic(notes: number): number[] {
  return Array.from(
    { length: notes },
    (_, note) => MIDDLE_C + 12 * Math.floor(note / SCALE.length) + SCALE[note % SCALE.length],
  );
}

/** The answer that must follow the tokens read so far, or null if the solver cannot tell. Shares no code with the generators. */
export type Solver = (read: readonly string[]) => string | null;

/** An exact solver for each task whose measure is accuracy. It sees the glyphs up to the question, and nothing else. */
export const solvers: Readonly<Record<string, Solver>> = {
  selective_copying: copiedLetter,
  copying: copiedLetter,
  induction_heads: read => read[read.indexOf('★') + 1],
  associative_recall: read => {
    const key = read[read.length - 1];
    return read[read.indexOf(key) + 1];
  },
  parity: read => String(read.filter(glyph => glyph === '1').length % 2),
  even_pairs: read => {
    const word = read.slice(0, -1);
    const changes = word.filter((glyph, i) => i > 0 && glyph !== word[i - 1]).length;
    return String(changes % 2);
  },
  cycle_navigation: read => {
    const net = count(read, '>') - count(read, '<');
    return String(((net % 5) + 5) % 5);
  },
  // Two voices, two bars of eight steps each, and this token after those read.
  rounds: read => read[read.length - 2 * 2 * 8 - 1],
  group_words: read =>
    read.reduce((order, picks) => Array.from(picks, pick => order[Number(pick) - 1]).join(''), '123'),
  modular_addition: ([a, b]) => String((Number(a) + Number(b)) % 113),
  dyck: read => {
    const stack: string[] = [];
    let answer: string | null = null;
    for (const glyph of read) {
      if (glyph === '?') answer = stack.pop() ?? null;
      else stack.push(glyph === '(' ? ')' : ']');
    }
    return answer;
  },
};

function copiedLetter(read: readonly string[]): string | null {
  const letters = read.filter(glyph => glyph !== '·' && glyph !== '?');
  return letters[count(read, '?') - 1] ?? null;
}

function count(glyphs: readonly string[], wanted: string): number {
  return glyphs.filter(glyph => glyph === wanted).length;
}

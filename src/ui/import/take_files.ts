import { openBrought } from '../../lab/import/open_brought';
import { refusePickle } from '../../lab/import/pickle';
import type { Answers, Question } from '../../models/recognise';
import { decodeText } from '../../tasks/plain_text';
import { tokenizerVocabulary } from '../../tasks/tokenizer';
import { TOKENIZER_BYTES } from '../../tasks/tokens';
import { asSentence } from '../as_sentence';
import { UNREADABLE } from '../file_bytes';
import { bringingStore } from '../stores/bringing';

/** Reads files of a model, and says in the dialog what they are. */
export async function takeFiles(files: readonly File[]): Promise<void> {
  await failing(async () => {
    for (const file of files) {
      if (/\.json$/i.test(file.name)) await takeJson(file);
      else {
        refusePickle(file.name, new Uint8Array(await file.slice(0, 64).arrayBuffer()));
        bringingStore.setState({ weights: file, answers: {}, read: null });
      }
    }
    await readAll();
  });
}

async function takeJson(file: File): Promise<void> {
  if (file.size > TOKENIZER_BYTES) throw new Error(`${file.name} is larger than 32 MB; it is no tokenizer or config.`);
  const text = decodeText(new Uint8Array(await file.arrayBuffer()));
  if (/tokenizer/i.test(file.name)) {
    const { size: tokens } = await tokenizerVocabulary(text);
    bringingStore.setState({ tokenizer: { name: file.name, text, tokens } });
  } else bringingStore.setState({ config: { name: file.name, text } });
}

/** Answers a question of the form. */
export function answer(key: string, value: string | number): void {
  const { answers } = bringingStore.getState();
  bringingStore.setState({ answers: { ...answers, [key]: value } });
  void failing(readAll);
}

/** Answers as the form shows them: where the visitor changed nothing, the usual ones. */
export function shownAnswers(questions: readonly Question[], answers: Answers): Answers {
  return { ...Object.fromEntries(questions.map(({ field, usual }) => [field.key, usual])), ...answers };
}

async function readAll(): Promise<void> {
  const { weights, config, tokenizer, answers } = bringingStore.getState();
  if (!weights) return;
  const file = { file: weights, config: config?.text ?? null };
  const asked = await openBrought({ ...file, answers: {} }, tokenizer?.tokens);
  const { title, foreign, model, notes, file: opened } = await openBrought({ ...file, answers }, tokenizer?.tokens);
  if (bringingStore.getState().weights !== weights) return;
  const { questions } = asked;
  bringingStore.setState({ read: { title, foreign, model, questions, notes, metadata: opened.metadata }, error: null });
}

/** Acts; what goes wrong stands in the dialog. */
export async function failing(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    bringingStore.setState({ error: wordsOf(error) });
  }
}

/** The browser's own words for a file that is gone, is a folder, or may not be read say nothing of what to do. */
function wordsOf(error: unknown): string {
  if (error instanceof DOMException || !(error instanceof Error)) return UNREADABLE;
  return asSentence(error.message);
}

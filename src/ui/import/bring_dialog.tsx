import { countParameters } from '../../models/cost';
import type { Question } from '../../models/recognise';
import { compact, whole } from '../format';
import { Button } from '../kit/button';
import { ChoiceField } from '../kit/choice_field';
import { FilesChoice } from '../kit/file_choice';
import { NumberField } from '../kit/number_field';
import { type Bringing, type ReadWeights, useBringing } from '../stores/bringing';
import { addBrought } from './add_brought';
import { bringFiles } from './bring';
import { shapeWords } from './shape_words';
import { answer, failing, shownAnswers } from './take_files';
import './bring_dialog.css';

/** The files of a model, what they hold, what they leave open, and the button that makes a contender of them. */
export function BringDialog() {
  const bringing = useBringing();
  const { read, error, weights } = bringing;
  return (
    <div className="stack">
      <p>
        Weights of state-spaces/mamba, Hugging Face (Mamba, Mamba-2), torch.nn (LSTM, GRU, RNN), or of this page become
        a contender. Choose or drop the .safetensors, and its config.json and tokenizer.json if it has them. They stay
        on this machine.
      </p>
      <div className="bring-files row wrap">
        <FilesChoice label="Choose files" accept=".safetensors,.json,.bin,.pt,.pth" onChoose={bringFiles} />
        <p className="small muted grow">{filesWords(bringing)}</p>
      </div>
      {error === null ? null : (
        <p className="bring-error" role="alert">
          {error}
        </p>
      )}
      {read ? <Found read={read} bringing={bringing} /> : null}
      {weights && !read && error === null ? <p className="small muted">Reading {weights.name} …</p> : null}
    </div>
  );
}

function filesWords({ weights, config, tokenizer }: Bringing): string {
  const there = [weights?.name, config?.name, tokenizer?.name].filter(name => name !== undefined);
  return there.length === 0 ? 'No file yet.' : `${there.join(', ')}.`;
}

function Found({ read, bringing }: { read: ReadWeights; bringing: Bringing }) {
  const { title, model, questions, notes } = read;
  const answers = shownAnswers(questions, bringing.answers);
  return (
    <>
      <p>
        <strong>{title}</strong>: {shapeWords(model.config)}, {whole(model.config.vocab_size)} tokens,{' '}
        {compact(countParameters(model))} parameters.
      </p>
      {questions.map(question => (
        <QuestionField key={question.field.key} question={question} value={answers[question.field.key]} />
      ))}
      {notes.map(note => (
        <p key={note} className="small muted">
          {note}
        </p>
      ))}
      {bringing.tokenizer || !read.foreign ? null : (
        <p className="small muted">Without a tokenizer.json its tokens are written as numbers.</p>
      )}
      <div className="row">
        <Button
          label="Add contender"
          className="primary"
          disabled={bringing.error !== null}
          onClick={() => void failing(addBrought)}
        />
      </div>
    </>
  );
}

function QuestionField({ question, value }: { question: Question; value: string | number | undefined }) {
  const { kind, field, usual } = question;
  const change = (given: string | number) => answer(field.key, given);
  if (kind === 'choice') return <ChoiceField choice={field} value={value} byDefault={usual} onChange={change} />;
  return <NumberField field={field} value={Number(value)} byDefault={usual} onChange={change} />;
}

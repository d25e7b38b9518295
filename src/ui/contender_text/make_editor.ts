import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyField, historyKeymap } from '@codemirror/commands';
import { json, jsonLanguage, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput, syntaxTree } from '@codemirror/language';
import { type Diagnostic, forceLinting, linter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, tooltips } from '@codemirror/view';
import { complete } from './complete';
import { editorLook } from './editor_look';
import { findPlace, repeatedKeys } from './find_place';
import type { ReadText, TextIssue } from './read_contender';

export interface EditorCall {
  /** A shadow root: the styles of the editor stay inside, and need no exception from the page's policy. */
  readonly root: ShadowRoot;
  /** What a screen reader calls it. */
  readonly label: string;
  readonly text: string;
  readonly read: (text: string) => ReadText;
  /** After each change by the visitor, with what is wrong, as lines of words. */
  readonly onChange: (text: string, faults: readonly string[]) => void;
}

/** A text with its cursor and what was undone. */
export interface LeftText {
  /** As CodeMirror writes it. */
  readonly state: unknown;
  readonly focused: boolean;
}

export interface TextEditor {
  readonly text: () => string;
  readonly leave: () => LeftText;
  /** Goes on from what `leave` of another editor gave. */
  readonly resume: (left: LeftText) => void;
  /** What is wrong, as lines of words. */
  readonly faults: () => string[];
  /** Replaces the text, not as a change by the visitor. */
  readonly show: (text: string) => void;
  readonly destroy: () => void;
}

/** Milliseconds without a key before errors are marked. */
const QUIET = 300;

/** Of an editor's state, beside its text and cursor. */
const keptFields = { history: historyField };

/** An editor of a contender's JSON, with completion and errors at their places. Tab leaves it, as on the rest of the page. */
export function makeEditor({ root, label, text, read, onChange }: EditorCall): TextEditor {
  let showing = false;
  const extensions: Extension = [
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    json(),
    autocompletion({ override: [complete], icons: false, positionInfo: () => ({ style: 'top: 100%; left: 0' }) }),
    linter(at => diagnose(at, read), { delay: QUIET }),
    tooltips({ position: 'absolute' }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false' }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
    editorLook,
    EditorView.domEventHandlers({ beforeinput: replaceSelection }),
    EditorView.updateListener.of(update => {
      if (!update.docChanged || showing) return;
      onChange(update.state.doc.toString(), faultsOf(update.view, read));
    }),
  ];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: text, extensions }),
  });
  return {
    text: () => view.state.doc.toString(),
    leave: () => ({ state: view.state.toJSON(keptFields), focused: root.activeElement !== null }),
    resume: ({ state, focused }) => {
      view.setState(EditorState.fromJSON(state, { extensions }, keptFields));
      if (focused) view.focus();
    },
    faults: () => faultsOf(view, read),
    show: shown => {
      showing = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: shown } });
      showing = false;
      forceLinting(view);
    },
    destroy: () => view.destroy(),
  };
}

/**
 * Types over a selection. Where the browser itself does, Chromium gives what it puts in the look of what was there by a style attribute,
 * which the page's policy forbids.
 */
function replaceSelection(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== 'insertText' || event.data === null || event.isComposing) return false;
  if (view.state.selection.ranges.every(({ empty }) => empty)) return false;
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
  return true;
}

/** Such as "Line 4: must be at least 1". */
function faultsOf(view: EditorView, read: (text: string) => ReadText): string[] {
  return diagnose(view, read).map(({ from, message }) => `Line ${view.state.doc.lineAt(from).number}: ${message}`);
}

const parseFaults = jsonParseLinter();

function diagnose(view: EditorView, read: (text: string) => ReadText): readonly Diagnostic[] {
  const faults = parseFaults(view);
  if (faults.length > 0) return faults.map(fault => ({ ...fault, message: jsonWords(fault.message) }));
  const text = view.state.doc.toString();
  const tree = syntaxTree(view.state).length === text.length ? syntaxTree(view.state) : jsonLanguage.parser.parse(text);
  const repeated = repeatedKeys(tree, text);
  if (repeated.length > 0)
    return repeated.map(({ from, to }) => ({
      ...{ from, to, severity: 'error' },
      message: `${text.slice(from, to)} is here already; leave one of them`,
    }));
  const found = read(text);
  if (found.ok) return [];
  return found.issues.map(issue => ({
    ...findPlace(issue, text, tree),
    severity: 'error',
    message: wordsOf(issue),
  }));
}

function wordsOf({ path, message, ofKey }: TextIssue): string {
  return path.length === 0 || ofKey ? message : `${String(path.at(-1))}: ${message}`;
}

/** Browsers say it in their own words and count in their own way; the place is marked. */
function jsonWords(message: string): string {
  return `this is not valid JSON (${message.replace(/ in JSON at position \d+.*$/, '').replace(/^JSON\.parse: /, '')})`;
}

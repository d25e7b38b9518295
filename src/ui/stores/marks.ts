import { MOST_MARKS, type RunMark } from '../../lab/runs/run';
import { runStore } from './run';

/** Adds a note to the race on the page. One at the same step with the same words is there once. */
export function addMark(mark: RunMark): void {
  runStore.setState(({ marks }) => {
    const others = marks.filter(({ step, text }) => step !== mark.step || text !== mark.text);
    return { marks: [...others, mark].sort((a, b) => a.step - b.step).slice(0, MOST_MARKS) };
  });
}

export function removeMark(mark: RunMark): void {
  runStore.setState(({ marks }) => ({ marks: marks.filter(other => other !== mark) }));
}

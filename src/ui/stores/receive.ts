import { standingAt } from '../../lab/race/standing';
import { latencyColumns } from '../../lab/sampling/latency';
import type { Event } from '../../lab/worker/protocol';
import { appendPoints, truncateCurve } from './curve';
import {
  endsRace,
  isPassing,
  type MemberRun,
  type RunState,
  raceStep,
  type TrainingPace,
  type Trouble,
} from './run_state';
import { type Writing, wroteOn } from './writing';

/** The steps per second are measured over this many seconds of training. */
const paceWindow = 20;

/** The run after an event. Events of another run change nothing. `now` is in seconds from some fixed time. */
export function receive(state: RunState, event: Event, now: number): RunState {
  if ('runId' in event && event.runId !== undefined && event.runId !== state.runId) return state;
  switch (event.type) {
    case 'ready': {
      const { type: _, ...adapter } = event;
      // What trains may be another machine now.
      return { ...state, adapter, pace: [] };
    }
    case 'loaded':
      return {
        ...state,
        loaded: true,
        task: event.task,
        members: state.members.map((c, i) => ({
          ...c,
          report: event.contenders[i] ?? null,
          status: c.status === 'waiting' || c.status === 'compiling' ? 'ready' : c.status,
          compiled: null,
        })),
      };
    case 'estimated':
      return {
        ...state,
        members: state.members.map((c, i) => ({ ...c, stepSeconds: event.stepSeconds[i] ?? null })),
      };
    case 'compiling':
      return change(state, event.contender, () => ({
        status: 'compiling',
        compiled: { done: event.done, total: event.total },
      }));
    case 'status':
      return change(state, event.contender, () => ({ status: event.status }));
    case 'playing':
      return {
        ...state,
        playing: event.playing,
        pace: event.playing ? [{ seconds: now, step: raceStep(state) }] : [],
        // A worker that is replaced, because it could not leave its turn, no longer says so.
        members: event.playing
          ? state.members
          : state.members.map(m => (m.status === 'training' ? { ...m, status: 'paused' as const } : m)),
      };
    case 'resumed': {
      state.members.forEach((contender, i) => {
        truncateCurve(contender.curve, event.steps[i] ?? 0);
      });
      const step = raceStep(state);
      return {
        ...state,
        playing: event.playing,
        members: state.members.map((member, i) => ({
          ...member,
          answered: (member.answered?.step ?? 0) > (event.steps[i] ?? 0) ? null : member.answered,
        })),
        // What the visitor has to ask for again.
        trouble: state.trouble && isPassing(state.trouble) ? state.trouble : null,
        resumedAt:
          event.cause === 'device' && state.config ? { step, is: standingAt(step, state.config, event.playing) } : null,
        version: state.version + 1,
        pace: [],
      };
    }
    case 'progress': {
      const contender = state.members[event.contender];
      if (!contender) return state;
      appendPoints(contender.curve, event.points);
      return { ...state, version: state.version + 1, pace: extendPace(state.pace, now, raceStep(state)) };
    }
    case 'answered': {
      const { type: _, runId: __, contender, ...answered } = event;
      return change(state, contender, () => ({ answered }));
    }
    case 'sampled': {
      const { sampling } = state;
      const contender = state.members[event.contender];
      if (!contender || !sampling || sampling.sampleId !== event.sampleId) return state;
      const latency = event.naive ? contender.latency.naive : contender.latency.carried;
      for (const column of latencyColumns) latency[column].append(event.latency[column]);
      const lane = event.naive === sampling.request.naive ? 'writing' : 'beside';
      const next = change(state, event.contender, c => ({ [lane]: wroteOn(c[lane], event) }));
      const done = next.members.every(({ writing, beside }) => writing?.done !== false && beside?.done !== false);
      // Training waits during sampling, so this time says nothing about its speed.
      return { ...next, sampling: { ...sampling, done }, sampleVersion: state.sampleVersion + 1, pace: [] };
    }
    case 'replaced':
      return event.wanted ? state : { ...state, replaced: event.message };
    case 'questions': {
      const { sampling } = state;
      if (sampling?.sampleId !== event.sampleId) return state;
      return { ...state, sampling: { ...sampling, questions: event.questions } };
    }
    case 'tick':
    case 'loading':
    case 'snapshot':
    case 'saved':
    case 'inspected':
    case 'probed':
    case 'measured':
    case 'experiment':
      return state;
    case 'failed':
      if (event.inspectId !== undefined) return state;
      if (event.sampleId !== undefined && event.sampleId !== state.sampling?.sampleId) return state;
      return fail(
        // The whole run failed, so training that was asked for cannot begin.
        event.contender === undefined && event.sampleId === undefined && event.failure !== 'refused'
          ? { ...state, toTrain: null }
          : state,
        {
          // A failure of sampling does not end the race.
          failure: event.sampleId === undefined || event.failure === 'bad_prompt' ? event.failure : 'interrupted',
          message: event.message,
          contender: event.contender ?? null,
        },
      );
    default:
      event satisfies never;
      return state;
  }
}

/** Recent steps per second, or NaN while less than half a second was seen. */
export function paceOf(pace: TrainingPace): number {
  const first = pace[0];
  const last = pace[pace.length - 1];
  if (!first || !last || last.seconds - first.seconds < 0.5) return Number.NaN;
  return (last.step - first.step) / (last.seconds - first.seconds);
}

function extendPace(pace: TrainingPace, now: number, step: number): TrainingPace {
  const last = pace[pace.length - 1];
  if (last && last.step === step) return pace;
  const recent = pace.filter(point => now - point.seconds <= paceWindow);
  return [...(recent.length > 0 ? recent : pace.slice(-1)).slice(-100), { seconds: now, step }];
}

function fail(state: RunState, failed: Trouble): RunState {
  // The reason why the race ended stays: the visitor still has to read it, and the buttons depend on it.
  const trouble = endsRace(state.trouble) && isPassing(failed) ? state.trouble : failed;
  const sampling = state.sampling && { ...state.sampling, done: true };
  if (failed.failure === 'bad_prompt') {
    return { ...state, trouble, sampling, members: state.members.map(c => ({ ...c, writing: null, beside: null })) };
  }
  if (failed.failure === 'interrupted') {
    const end = (writing: Writing | null) => writing && { ...writing, done: true };
    const ended = state.members.map(c => ({ ...c, writing: end(c.writing), beside: end(c.beside) }));
    return { ...state, trouble, sampling, members: ended };
  }
  if (failed.failure === 'refused') return { ...state, trouble };
  if (trouble.contender === null) return { ...state, trouble, sampling, playing: false, pace: [] };
  const next = change(state, trouble.contender, () => ({
    status: trouble.failure === 'diverged' ? 'diverged' : 'failed',
    trouble: trouble.message,
  }));
  return { ...next, trouble };
}

function change(state: RunState, index: number, by: (contender: MemberRun) => Partial<MemberRun>): RunState {
  return { ...state, members: state.members.map((c, i) => (i === index ? { ...c, ...by(c) } : c)) };
}

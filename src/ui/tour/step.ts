import type { presets } from '../../lab/presets';
import type { CurveAxis } from '../stores/preferences';
import type { TargetName } from './targets';

/** What a button of the tour does. */
export type Action =
  | {
      readonly kind: 'race';
      readonly label: string;
      readonly preset: (typeof presets)[number]['name'];
      /** What the curves are drawn against. */
      readonly axis?: CurveAxis;
    }
  /** Every contender of the race that is loaded goes on from its task's prompt. */
  | { readonly kind: 'sample'; readonly label: string; readonly tokens: number }
  | {
      readonly kind: 'experiment';
      readonly label: string;
      readonly experiment: string;
      readonly params: Readonly<Record<string, unknown>>;
    }
  /** Looks inside a contender of the step's race. */
  | { readonly kind: 'inspect'; readonly label: string; readonly contender: string };

export interface Citation {
  /** Authors and year. */
  readonly text: string;
  /** Its number on arxiv.org, or null where it is not there. */
  readonly arxiv: string | null;
}

/** One claim of the argument: how to try it, what to see, and what was found. */
export interface TourStep {
  /** The claim in plain words. */
  readonly title: string;
  /** What happens, why, and the term of the field: two or three sentences. */
  readonly text: string;
  /** In the order in which they are to be pressed. */
  readonly actions: readonly Action[];
  /** How long that takes. */
  readonly time: string;
  /** The chart or number, and what to see there. */
  readonly lookAt: readonly { readonly text: string; readonly target: TargetName }[];
  /** Measured by the authors of this page, at toy scale: docs/experiments.md holds every number. Null: nothing yet. */
  readonly found: { readonly text: string; readonly setting: string } | null;
  readonly citations: readonly Citation[];
}

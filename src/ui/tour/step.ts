import type { presets } from '../../lab/config/presets';
import type { CurveAxis } from '../stores/preferences';
import type { Evidence, EvidenceByName } from './evidence';
import type { TargetName } from './targets';

/** What a button of the tour does. */
export type Action =
  | {
      readonly kind: 'race';
      readonly label: string;
      readonly preset: (typeof presets)[number]['name'];
      /** What the curves are drawn against. */
      readonly axis?: CurveAxis;
      /** Its run is kept under this name in tour/evidence. */
      readonly evidence?: string;
    }
  /** Every contender of the race that is loaded goes on from its task's prompt. */
  | { readonly kind: 'sample'; readonly label: string; readonly tokens: number }
  | {
      readonly kind: 'experiment';
      readonly label: string;
      readonly experiment: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly evidence?: string;
    }
  /** Looks inside a contender of the step's race. */
  | { readonly kind: 'inspect'; readonly label: string; readonly contender: string };

export interface Citation {
  /** Authors and year. */
  readonly text: string;
  /** Its number on arxiv.org, or null where it is not there. */
  readonly arxiv: string | null;
}

export interface Found {
  /** Follows from the rows of the evidence, whatever they are, and says what these cannot tell. Takes evidence by name. */
  readonly text: (from: EvidenceByName) => string;
  readonly evidence: readonly Evidence[];
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
  /** What runs of the step's own buttons gave here, at toy scale: docs/experiments.md holds every number. */
  readonly found: Found;
  readonly citations: readonly Citation[];
}

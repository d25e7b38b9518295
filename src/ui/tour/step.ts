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
      /** The x axis of the curves. */
      readonly axis?: CurveAxis;
      /** The name of its run in tour/evidence. */
      readonly evidence?: string;
    }
  /** Every contender of the loaded race continues its task's prompt. */
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
  /** Its number on arxiv.org, or null if it is not there. */
  readonly arxiv: string | null;
}

export interface Found {
  /** Makes its sentences from the rows of the evidence, and says what the rows cannot tell. Takes evidence by name. */
  readonly text: (from: EvidenceByName) => string;
  readonly evidence: readonly Evidence[];
}

/** One claim of the tour: how to try it, what to look at, and what our runs found. */
export interface TourStep {
  /** Its name in links, which stays the same: lower-case letters and hyphens. */
  readonly name: string;
  /** The claim in plain words. */
  readonly title: string;
  /** What happens, why, and what the field calls it: two or three sentences. */
  readonly text: string;
  /** In the order to press them. */
  readonly actions: readonly Action[];
  /** How long the actions take. */
  readonly time: string;
  /** The chart or number, and what to see there. */
  readonly lookAt: readonly { readonly text: string; readonly target: TargetName }[];
  /** The results of our own runs of the step's buttons, at small sizes. docs/experiments.md has every number. */
  readonly found: Found;
  readonly citations: readonly Citation[];
}

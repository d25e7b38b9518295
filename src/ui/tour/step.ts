import type { presets } from '../../lab/config/presets';
import type { CurveAxis } from '../stores/preferences';
import type { Check } from './check';
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
      /** What it takes on the two cores where the evidence was made, in seconds, from 100 of its steps. Absent: the evidence says it. */
      readonly seconds?: number;
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
  /** The parts of the claim beside the figures of the evidence. */
  readonly checks: (from: EvidenceByName) => readonly Check[];
  readonly evidence: readonly Evidence[];
}

/** What to see of a step's runs. */
export interface Look {
  readonly text: string;
  readonly target: TargetName;
  /** The evidence whose results are meant, where a step has several experiments. */
  readonly of?: string;
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
  /** What the actions train. */
  readonly time: string;
  /** The chart or number, and what to see there. */
  readonly lookAt: readonly Look[];
  /** The results of runs of the step's buttons, at small sizes: those that come with the page, until there are ones of this machine. docs/experiments.md has every number. */
  readonly found: Found;
  readonly citations: readonly Citation[];
}

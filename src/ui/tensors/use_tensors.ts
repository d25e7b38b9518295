import { useEffect, useRef, useState } from 'react';
import type { ProbeAnswer, ProbedTensor, ProbeRequest, TensorEntry } from '../../lab/inspect/probe';
import { probe } from '../probe_actions';
import { useInspection } from '../stores/inspection';
import { useRun } from '../stores/run';

interface Asked<T> {
  readonly found: T | null;
  readonly trouble: string | null;
}

/** Names, kinds, and shapes of all tensors of what Inspect shows. */
export function useTensorEntries(): Asked<readonly TensorEntry[]> {
  const wanted = useInspection(state => state.wanted);
  const key = useSequenceKey();
  return useProbe(key, { kind: 'tensors', contender: wanted.contender, input: wanted.input }, answer =>
    answer.kind === 'tensors' ? answer.tensors : null,
  );
}

/** The tensor of this name, again whenever Inspect looks again; null: no name is chosen. */
export function useTensor(name: string | null): Asked<ProbedTensor> & { readonly step: number | null } {
  const wanted = useInspection(state => state.wanted);
  const step = useInspection(({ shown }) => shown?.step ?? null);
  const key = useSequenceKey();
  const asked = useProbe(
    name === null ? null : `${key} ${step} ${name}`,
    { kind: 'tensor', contender: wanted.contender, input: wanted.input, name: name ?? '' },
    answer => (answer.kind === 'tensor' ? answer.tensor : null),
  );
  return { ...asked, step };
}

/** Null while there is nothing to ask: the race is not loaded, or the text is empty. */
function useSequenceKey(): string | null {
  const { contender, input } = useInspection(state => state.wanted);
  const run = useRun(({ loaded, runId }) => (loaded ? runId : null));
  if (run === null || (input.kind === 'text' && input.text === '')) return null;
  return `${run} ${contender} ${JSON.stringify(input)}`;
}

/** Asks once for each key. What was found before stays until the next answer. */
function useProbe<T>(key: string | null, request: ProbeRequest, take: (answer: ProbeAnswer) => T | null): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ found: null, trouble: null });
  const latest = useRef({ request, take });
  latest.current = { request, take };
  useEffect(() => {
    if (key === null) return;
    let gone = false;
    probe(latest.current.request).then(
      answer => {
        if (!gone) setAsked({ found: latest.current.take(answer), trouble: null });
      },
      (error: unknown) => {
        if (!gone) setAsked({ found: null, trouble: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      gone = true;
    };
  }, [key]);
  return asked;
}

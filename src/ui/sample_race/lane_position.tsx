import { type RefObject, useEffect, useState } from 'react';
import { contenderColour } from '../colours';
import { Swatch } from '../kit/swatch';
import { wantsNoMotion } from '../media';
import { type RacingLane, raceTime } from './lanes';
import { sampleReplay } from './replay_store';
import { tapeAt } from './tape_at';
import './lane_position.css';

interface Props {
  /** The list of lanes, which is swiped sideways. */
  readonly list: RefObject<HTMLElement | null>;
  readonly contenders: readonly { readonly name: string; readonly slot: number; readonly seed: number }[];
  /** Whether the seed says which lane of a contender it is. */
  readonly seeded: boolean;
  readonly lanes: readonly RacingLane[];
  /** The sample of the lanes. */
  readonly of: string;
}

/** Which lane is in sight, of lanes that are swiped; how far each is; a press brings a lane into sight. */
export function LanePosition({ list, contenders, seeded, lanes, of }: Props) {
  const here = useInSight(list);
  const replayed = sampleReplay.store(state => (state.of === of ? state.time : null));
  const time = replayed ?? raceTime(lanes);
  const show = (index: number) =>
    list.current?.children[index]?.scrollIntoView({
      inline: 'start',
      block: 'nearest',
      behavior: wantsNoMotion() ? 'auto' : 'smooth',
    });
  return (
    <ol className="lane-position row" aria-label="Lanes">
      {contenders.map(({ name, slot, seed }, index) => {
        const lane = lanes.find(({ contender }) => contender === index);
        const reached = lane ? tapeAt(lane.writing.tape, time).tokens / lane.writing.finish : 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a contender is its place in the race
          <li key={index} style={{ '--contender': contenderColour(slot) }}>
            <button
              type="button"
              className="lane-there"
              aria-current={index === here ? 'true' : undefined}
              onClick={() => show(index)}
            >
              <Swatch slot={slot} />
              <span className="cut">{seeded ? `${name} · ${seed}` : name}</span>
              <span className="lane-reached" style={{ transform: `scaleX(${reached || 0})` }} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** Index of the lane that begins nearest to the left edge. */
function useInSight(list: RefObject<HTMLElement | null>): number {
  const [index, setIndex] = useState(0);
  useEffect(() => {
    const box = list.current;
    if (!box) return;
    const look = () => {
      const left = box.getBoundingClientRect().left;
      const far = [...box.children].map(lane => Math.abs(lane.getBoundingClientRect().left - left));
      const atEnd = box.scrollLeft > 0 && box.scrollLeft + box.clientWidth >= box.scrollWidth - 1;
      setIndex(atEnd ? far.length - 1 : Math.max(0, far.indexOf(Math.min(...far))));
    };
    box.addEventListener('scroll', look, { passive: true });
    return () => box.removeEventListener('scroll', look);
  }, [list]);
  return index;
}

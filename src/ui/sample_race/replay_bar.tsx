import { IconButton } from '../kit/icon_button';
import { Select } from '../kit/select';
import { Slider } from '../kit/slider';
import { replayPlace } from '../stores/replay_place';
import { timeWords } from './order_words';
import { PACES, sampleReplay, usualPace } from './replay_store';
import './replay_bar.css';

interface Props {
  /** The sample to replay. */
  readonly of: string;
  /** Of the race, in milliseconds. */
  readonly length: number;
}

const options = PACES.map(pace => ({ value: String(pace), label: paceWords(pace) }));
/** Places of the slider. */
const MOST = 200;

/** Replays the race of samples from what was measured. */
export function ReplayBar({ of, length }: Props) {
  const replay = sampleReplay.store();
  const own = replay.of === of;
  const time = own ? replay.time : null;
  const running = own && replay.running;
  const pace = replay.pace ?? usualPace(length);
  return (
    <section className="replay row" aria-label="Replay of the race">
      <IconButton
        tiny
        icon={running ? 'pause' : 'play'}
        label={running ? 'Pause the replay' : 'Replay the race'}
        hint={
          running
            ? 'Pause the replay.'
            : 'Replays the race from what was measured, as if each lane had the machine alone.'
        }
        onClick={() => (running ? sampleReplay.pause() : sampleReplay.run(of, length))}
      />
      <Slider
        label="Time of the race"
        words={`${timeWords(time ?? length)} of ${timeWords(length)}`}
        most={MOST}
        value={replayPlace(time ?? length, length, MOST)}
        onChange={value => sampleReplay.seek(of, (value / MOST) * length)}
      />
      <span className="replay-time number small muted">{timeWords(time ?? length)}</span>
      <Select
        label="Pace of the replay"
        className="tiny"
        value={String(pace)}
        options={options}
        onChange={chosen => sampleReplay.store.setState({ pace: Number(chosen) })}
      />
    </section>
  );
}

function paceWords(pace: number): string {
  return pace === 1 ? '1×, true' : `${pace}×`;
}

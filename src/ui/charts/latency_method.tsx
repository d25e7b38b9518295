import { Popover } from 'radix-ui';
import { quantile } from '../../quantile';
import { milliseconds, whole } from '../format';
import { IconButton } from '../kit/icon_button';
import { PopoverContent } from '../kit/popover_content';
import { useOpenAcross } from '../sheets/use_open_across';
import type { Latency } from '../stores/curve';
import { type RunState, standing } from '../stores/run_state';

/** A button that opens how the latencies of a run were measured: the method, and the idle round trip, groups, and tokens of each contender. */
export function LatencyMethod({ run }: { run: RunState }) {
  const [open, setOpen] = useOpenAcross('latency-method');
  const measured = standing(run).flatMap(({ name, latency: { carried, naive } }) => [
    { name, latency: carried },
    { name: `${name}, naive`, latency: naive },
  ]);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <IconButton icon="help" tiny label="How this was measured" />
      </Popover.Trigger>
      <PopoverContent label="How this was measured" align="end">
        <h3>How this was measured</h3>
        <p className="small">
          The device chooses tokens in groups, one token after another. The clock of a group runs from its start until
          the page can read its tokens. The idle round trip is taken off. That is the time to read as many tokens when
          the device has no work; it is measured before each group. Groups grow until the round trip is less than 5 % of
          their time, or until they take a quarter of a second; where answers come soon they take about 60 ms at most,
          so that all contenders are seen to write at once. A group that waits for more than half of its time gives no
          point. A point lies at the position of the last token of its group. The line is the median of the groups near
          a position, the band their 10th to 90th percentile. The legend gives the line’s last value.
        </p>
        {measured
          .filter(({ latency }) => latency.position.length > 0)
          .map(({ name, latency }) => (
            <p key={name} className="small">
              <b>{name}</b>: {summaryOf(latency)}
            </p>
          ))}
      </PopoverContent>
    </Popover.Root>
  );
}

function summaryOf({ position, tokens, roundTrip }: Latency): string {
  const groups = position.length;
  const [low, middle, high] = [0.1, 0.5, 0.9].map(share => quantile(roundTrip.view(), share));
  const size = quantile(tokens.view(), 0.5);
  return `${whole(groups)} ${groups === 1 ? 'group' : 'groups'} of ${whole(size)} tokens (median), positions ${whole(Math.min(...position.view()))} to ${whole(Math.max(...position.view()))}; idle round trip ${milliseconds(middle ?? Number.NaN)} (10–90 %: ${milliseconds(low ?? Number.NaN)} to ${milliseconds(high ?? Number.NaN)}).`;
}

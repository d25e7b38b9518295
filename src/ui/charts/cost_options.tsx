import { useOpenAcross } from '../sheets/use_open_across';
import { ChartOptions } from './chart_options';

type Props = Omit<Parameters<typeof ChartOptions>[0], 'open' | 'onOpen'>;

/** The options of a chart that lies in the sheet of results on a small screen. */
export function CostOptions(props: Props) {
  const [open, setOpen] = useOpenAcross(`options of ${props.title}`, 'results');
  return <ChartOptions {...props} open={open ? 'open' : 'closed'} onOpen={asked => setOpen(asked !== 'closed')} />;
}

import { type ColourScale, endsOf, rampOf } from './palette';
import { useThemeInForce } from './theme';
import { figure } from './words';

/** Which colour is which value. */
export function ColourLegend({ scale, unit }: { scale: ColourScale; unit?: string | undefined }) {
  const theme = useThemeInForce();
  const [least, most] = endsOf(scale);
  return (
    <span className="colour-legend small muted number">
      {figure(least)}
      <span
        className="colour-ramp"
        style={{ backgroundImage: `linear-gradient(90deg, ${rampOf(scale.kind, theme).join(', ')})` }}
      />
      {figure(most)}
      {unit ? ` ${unit}` : ''}
    </span>
  );
}

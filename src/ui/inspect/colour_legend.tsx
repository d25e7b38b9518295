import { type ColourScale, endsOf, middleOfScale, rampOf } from './palette';
import { useThemeInForce } from './theme';
import './colour_legend.css';

/** The colours of a scale with the values at its ends and in its middle. */
export function ColourLegend({ scale, unit }: { scale: ColourScale; unit?: string | undefined }) {
  const theme = useThemeInForce();
  const [least, most] = endsOf(scale);
  const middle = middleOfScale(scale);
  const backgroundImage = `linear-gradient(90deg, ${rampOf(scale.kind, theme).join(', ')})`;
  return (
    <span className="colour-legend small muted number">
      {least}
      {middle === null ? (
        <span className="colour-ramp" style={{ backgroundImage }} />
      ) : (
        <>
          <span className="colour-ramp lower" style={{ backgroundImage }} />
          {middle}
          <span className="colour-ramp upper" style={{ backgroundImage }} />
        </>
      )}
      {most}
      {unit ? ` ${unit}` : ''}
    </span>
  );
}

import { Hint } from '../kit/hint';
import { Icon } from '../kit/icons';
import { closeTour, openTour, useTour } from '../stores/tour';
import './tour_button.css';

/** Opens and closes the guided tour; it has a mark until the tour is opened for the first time. */
export function TourButton() {
  const open = useTour(state => state.open);
  const known = useTour(state => state.known);
  return (
    <Hint text="The claims of the review about sequence models, each to be checked here." side="bottom">
      <button
        type="button"
        id="tour-open"
        className={`button quiet shrinks tour-open ${known ? '' : 'new'}`}
        aria-expanded={open}
        onClick={open ? closeTour : openTour}
      >
        <Icon name="argument" />
        <span>The argument</span>
      </button>
    </Hint>
  );
}

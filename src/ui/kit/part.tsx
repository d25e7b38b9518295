import { Component, type ErrorInfo, type ReactNode } from 'react';
import { startWithDefaults } from '../defaults_again';
import { describeError, type Fault } from '../stores/faults';
import { Button } from './button';
import { CopyButton } from './copy_button';
import { Icon } from './icons';

interface Props {
  /** The name that the visitor reads if it fails. */
  readonly name: string;
  readonly children: ReactNode;
}

interface State {
  readonly fault: Fault | null;
}

/** Catches the errors of a part of the page: it shows the message and what to do, and the rest of the page works on. */
export class Part extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(error: unknown): State {
    return { fault: describeError(error) };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo): void {
    this.setState({ fault: describeError(error, componentStack ?? '') });
  }

  override render(): ReactNode {
    const { fault } = this.state;
    const { name, children } = this.props;
    if (fault === null) return children;
    const again = () => this.setState({ fault: null });
    return (
      <section className="notice danger" role="alert" aria-label={`${name} failed`}>
        <Icon name="warning" />
        <p className="grow">
          <strong>{name} failed. </strong>
          {fault.message}
        </p>
        <div className="notice-actions">
          <CopyButton label="Copy details" className="tiny" text={() => `${name}: ${fault.details}`} />
          <Button tiny label="Try again" onClick={again} />
          <Button
            tiny
            label="Start with defaults"
            onClick={() => {
              startWithDefaults();
              again();
            }}
          />
        </div>
      </section>
    );
  }
}

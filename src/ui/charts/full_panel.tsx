import { type ReactNode, useCallback, useRef } from 'react';
import { IconButton } from '../kit/icon_button';
import { Panel } from '../panels/panel';
import { useOpenAcross } from '../sheets/use_open_across';
import { FullScreen } from './full_screen';
import './full_panel.css';

interface Props {
  readonly title: string;
  readonly unit?: string;
  readonly className?: string;
  /** They go with the content. */
  readonly controls?: ReactNode;
  /** Stands here and there. */
  readonly save: ReactNode;
  readonly children: ReactNode;
}

/** A panel with a button that makes its content fill the screen. */
export function FullPanel({ title, unit, className = '', controls, save, children }: Props) {
  const [full, setFull] = useOpenAcross(`${title} in full screen`);
  const close = useCallback(() => setFull(false), [setFull]);
  const button = useRef<HTMLButtonElement>(null);
  const tools = (inFull: boolean) => (
    <>
      {inFull === full ? controls : null}
      {inFull ? null : (
        <IconButton ref={button} icon="full" tiny label={`${title} in full screen`} onClick={() => setFull(true)} />
      )}
      {save}
    </>
  );
  return (
    <Panel title={title} {...(unit === undefined ? {} : { unit })} className={className} controls={tools(false)}>
      {full ? (
        <>
          <p className="empty">The chart fills the screen.</p>
          <FullScreen title={title} opener={button} onClose={close}>
            <div className="full-chart">
              <div className="row wrap">
                <p className="muted small full-unit">{unit}</p>
                {tools(true)}
              </div>
              {children}
            </div>
          </FullScreen>
        </>
      ) : (
        children
      )}
    </Panel>
  );
}

import { FollowingBox } from './following_box';
import { tailOf } from './tail_of';

interface Props {
  readonly label: string;
  readonly prompt: string;
  readonly text: string;
  readonly busy: boolean;
}

/** The end of a text that grows, after its prompt. */
export function LaneText({ label, prompt, text, busy }: Props) {
  const { given, written, cut } = tailOf(prompt, text);
  return (
    <FollowingBox label={label} busy={busy} version={text}>
      <span className="muted">
        {cut ? '… ' : ''}
        {given}
      </span>
      {written}
    </FollowingBox>
  );
}

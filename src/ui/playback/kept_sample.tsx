import { membersOf } from '../../lab/config/members';
import type { RaceRun } from '../../lab/runs/run';
import { Panel } from '../panels/panel';
import { score } from '../panels/played';
import './playback.css';

/** What the contenders of a kept race wrote last, as it was. */
export function KeptSample({ run: { config, samples } }: { readonly run: RaceRun }) {
  const sample = samples.at(-1);
  if (!sample) return null;
  const { request, written } = sample;
  const lines = membersOf(config).flatMap((member, place) => {
    const { text = '', answers = [] } = written[place] ?? {};
    const words = answers.length > 0 ? score(answers) : text;
    return words === '' ? [] : [{ key: `${member.contender} ${member.seed}`, name: member.config.name, words }];
  });
  return (
    <Panel title="The last sample, as it was" unit={request.prompt === '' ? '' : `after “${request.prompt}”`}>
      {lines.map(({ key, name, words }) => (
        <p key={key} className="playback-sample">
          <strong>{name}</strong> {words}
        </p>
      ))}
    </Panel>
  );
}

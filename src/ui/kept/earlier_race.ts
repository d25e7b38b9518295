import { deleteEarlierRace, earlierRace } from '../own_storage';
import { reasonOf } from '../page_storage';
import { leaveAside } from '../stores/aside';
import { setUnread } from '../stores/not_kept';

/** Earlier versions kept a race whose GPU was gone in a form of their own. Its settings are put aside. Never rejects. */
export async function leaveEarlierRaceAside(): Promise<void> {
  try {
    const race = await earlierRace();
    if (race === undefined) return;
    const config = race instanceof Object && 'config' in race ? race.config : undefined;
    leaveAside(
      'A race that an earlier version of Unroll kept is not used.',
      'This version keeps races in another form. These are its settings.',
      JSON.stringify(config) ?? '',
    );
    await deleteEarlierRace();
  } catch (error) {
    setUnread(reasonOf(error));
  }
}

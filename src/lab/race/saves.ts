import { CheckpointError, writeCheckpoint } from '../export/checkpoint';
import { contenderFacts, tokenTexts } from './contender_facts';
import type { LoadedRace } from './loaded_race';

interface Save {
  readonly index: number;
  readonly about: Readonly<Record<string, string>>;
}

/** Posts the weights of contenders as files, one after the other. Refuses those that cannot be saved. */
export class Saves {
  readonly #race: LoadedRace;
  /** The first is the current one. */
  readonly #waiting: Save[] = [];

  constructor(race: LoadedRace) {
    this.#race = race;
  }

  /** False: there is no such contender; a refusal is posted. */
  add(index: number, about: Readonly<Record<string, string>>): boolean {
    const { contenders } = this.#race;
    if (contenders[index]) return this.#waiting.push({ index, about }) > 0;
    this.#race.refuse(
      `There is no contender ${index} whose weights could be saved; choose one from 0 to ${contenders.length - 1}.`,
    );
    return false;
  }

  /** One waits or runs. */
  get open(): boolean {
    return this.#waiting.length > 0;
  }

  /** Saves the oldest; false: nothing waits. Rejects when the device is lost. */
  async next(): Promise<boolean> {
    const first = this.#waiting[0];
    if (!first) return false;
    await this.#save(first);
    this.#waiting.shift();
    return true;
  }

  /** The device is gone: what is asked for has failed, with these words. */
  abandon(words: string): void {
    for (const { index } of this.#waiting)
      this.#race.refuse(`${words} The weights of ${this.#race.nameOf(index)} are not saved. Save again.`);
  }

  async #save({ index, about }: Save): Promise<void> {
    const { config, contenders, members, runId } = this.#race;
    const contender = contenders[index];
    const member = members[index];
    if (!contender || !member) return;
    const vocabulary = tokenTexts(this.#race.taskOf(index).vocabulary);
    const facts = { ...contenderFacts(config.task, member, contender.steps, vocabulary), ...about };
    const values = await contender.parameters.read();
    try {
      this.#race.post({
        type: 'saved',
        runId,
        contender: index,
        bytes: writeCheckpoint(contender.model, values, facts),
      });
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      const name = this.#race.nameOf(index);
      this.#race.refuse(
        `The weights of ${name} are not saved: ${error.message}. Train it again with a lower learning rate.`,
      );
    }
  }
}

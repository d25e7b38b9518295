import { percent } from '../../../lab/experiments/phrases';
import { accuracyOf, check, lossOf } from '../check';
import tones from '../evidence/first-tones.json' with { type: 'json' };
import round from '../evidence/short-round.json' with { type: 'json' };
import { reachedWords } from '../loss_words';
import type { TourStep } from '../step';

/** Nats of a sound sample if all 256 values were equally likely. */
const EQUAL_CHANCES = Math.log(256);

export const musicAndSound: TourStep = {
  name: 'music-and-sound',
  title: 'The same models learn music and raw sound',
  text:
    'A piece of music is a list of tokens, one for each voice and step, and raw sound is one of 256 values for each sample, thousands a second. ' +
    'In a round the second voice repeats the first, so a model that remembers a bar knows every note of it. ' +
    'Bring a MIDI file or a sound of your own under Task.',
  actions: [
    { kind: 'race', label: 'Train on a round', preset: 'short-round', evidence: 'short-round' },
    { kind: 'race', label: 'Train on tones', preset: 'first-tones', evidence: 'first-tones' },
    { kind: 'sample', label: 'Write 2,048 samples, and listen', tokens: 2048 },
    { kind: 'race', label: 'Train longer on tones', preset: 'audio', seconds: 30 },
  ],
  time: '300 steps each for the round, 150 for the tones, 600 for more of them.',
  lookAt: [
    { text: 'Accuracy on the round: who knows the notes of the second voice, and who guesses?', target: 'accuracy' },
    { text: 'Loss on tones: both fall far below that of equal chances.', target: 'loss' },
  ],
  found: {
    text: from =>
      `Round: ${reachedWords(from('short-round'))} Tones: ${reachedWords(from('first-tones'))} Equal chances of 256 values give ${EQUAL_CHANCES.toFixed(2)} nats.`,
    checks: from => {
      const [sung, heard] = [from('short-round'), from('first-tones')];
      return [
        check(
          'Attention and S4D get at least 90 % of the notes right, attention with a short window at most 50 %',
          {
            attention: accuracyOf(sung, 'Attention'),
            s4d: accuracyOf(sung, 'S4D'),
            short: accuracyOf(sung, 'Sees 15'),
          },
          ({ attention, s4d, short }) => `${percent(attention)}, ${percent(s4d)}, and ${percent(short)}`,
          ({ attention, s4d, short }) => attention >= 0.9 && s4d >= 0.9 && short <= 0.5,
        ),
        ...['Mamba', 'LSTM'].map(name =>
          check(
            `On raw sound ${name}’s loss is at least 1.5 nats below equal chances`,
            { loss: lossOf(heard, name) },
            ({ loss }) => `${loss.toFixed(2)} of ${EQUAL_CHANCES.toFixed(2)} nats`,
            ({ loss }) => loss <= EQUAL_CHANCES - 1.5,
          ),
        ),
      ];
    },
    evidence: [round, tones],
  },
  citations: [
    { text: 'Payne 2019, MuseNet', arxiv: null },
    { text: 'van den Oord et al. 2016, WaveNet', arxiv: '1609.03499' },
  ],
};

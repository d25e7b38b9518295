/** A WAV file of 16-bit samples (PCM) in [-1, 1], `rate` a second; channels of equal length, interleaved. */
export function writeWav(rate: number, channels: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const frames = channels[0]?.length ?? 0;
  const size = 2 * frames * channels.length;
  const view = new DataView(new ArrayBuffer(44 + size));
  const word = (at: number, text: string) => {
    for (let i = 0; i < 4; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  word(0, 'RIFF');
  view.setUint32(4, 36 + size, true);
  word(8, 'WAVE');
  word(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate * channels.length, true);
  view.setUint16(32, 2 * channels.length, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, size, true);
  for (let frame = 0; frame < frames; frame++) {
    channels.forEach((channel, i) => {
      view.setInt16(44 + 2 * (frame * channels.length + i), Math.round(32767 * Number(channel[frame])), true);
    });
  }
  return new Uint8Array(view.buffer);
}

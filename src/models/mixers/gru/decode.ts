import { recurrentDecode } from '../../recurrent/decode';

export const decode = recurrentDecode(3, ({ assembler, state }, { H, gates, recurrent }) => {
  const own = recurrent();
  return (y, adds) => assembler.emit('gru_cell', { gates, recurrent: own, H, h: state('h').at, y, adds });
});

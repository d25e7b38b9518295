import { recurrentDecode } from '../../recurrent/decode';

export const decode = recurrentDecode(1, ({ assembler, state }, { H, gates, recurrent }) => {
  const onto = recurrent(gates);
  return (y, adds) => assembler.emit('rnn_cell', { gates: onto, H, h: state('h').at, y, adds });
});

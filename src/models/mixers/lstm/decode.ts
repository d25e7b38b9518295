import { recurrentDecode } from '../../recurrent/decode';

export const decode = recurrentDecode(4, ({ assembler, state }, { H, gates, recurrent }) => {
  const onto = recurrent(gates);
  return (y, adds) => assembler.emit('lstm_cell', { gates: onto, H, h: state('h').at, c: state('c').at, y, adds });
});

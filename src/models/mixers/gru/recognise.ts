import { recogniseRecurrent } from '../../recurrent/recognise';

export const recognise = recogniseRecurrent(3);

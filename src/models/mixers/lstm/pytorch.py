from torch import nn

from parts.recurrent import Recurrent


class Lstm(Recurrent, nn.LSTM):
    def __init__(self, d_model, hidden=None, bptt=None):
        super().__init__(d_model, hidden, bptt)

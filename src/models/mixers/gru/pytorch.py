from torch import nn

from parts.recurrent import Recurrent


class Gru(Recurrent, nn.GRU):
    def __init__(self, d_model, hidden=None, bptt=None):
        super().__init__(d_model, hidden, bptt)

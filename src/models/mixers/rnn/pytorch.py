from torch import nn

from parts.recurrent import Recurrent


class Rnn(Recurrent, nn.RNN):
    def __init__(self, d_model, hidden=None, bptt=None):
        super().__init__(d_model, hidden, bptt)

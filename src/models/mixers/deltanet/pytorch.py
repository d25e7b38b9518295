from parts.delta import DeltaRule


class Deltanet(DeltaRule):
    def __init__(self, d_model, heads, head_dim, expand_v, kernel, decay, gate, neg_eigval, householder):
        super().__init__(d_model, heads, head_dim, expand_v, kernel, decay, gate, neg_eigval, householder)

from parts.duality import Duality


class LogLinear(Duality):
    """Log-linear attention (Guo et al. 2025) on Mamba-2: (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, d_state, heads, expand, ngroups, kernel, levels):
        super().__init__(d_model, d_state, heads, expand, ngroups, kernel, levels)

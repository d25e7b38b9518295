from parts.duality import Duality


class Mamba2(Duality):
    """Mamba-2 (Dao and Gu 2024): (B, L, D) -> (B, L, D)."""

    def __init__(self, d_model, d_state, heads, expand, ngroups, kernel):
        super().__init__(d_model, d_state, heads, expand, ngroups, kernel, 0)

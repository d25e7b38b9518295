"""The random numbers of Unroll: Philox4x32-10 (Salmon et al. 2011), so that the data come in the same order."""

WORD = 0xFFFFFFFF
PURPOSES = {"train": 1, "validation": 2}


def philox(counter, key):
    """Four random words of 32 bits for a counter of four words and a key of two."""
    a, b, c, d = counter
    k, m = key
    for _ in range(10):
        x, y = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (y >> 32) ^ b ^ k, y & WORD, (x >> 32) ^ d ^ m, x & WORD
        k, m = (k + 0x9E3779B9) & WORD, (m + 0xBB67AE85) & WORD
    return a, b, c, d


def words(seed, split, sequence):
    """The random words of one sequence of a split, one after the other."""
    block = 0
    while True:
        yield from philox((block, 0, sequence & WORD, sequence >> 32), (seed, PURPOSES[split]))
        block += 1


def below(random, n):
    """A whole number from 0 to n - 1, without bias (Lemire 2019)."""
    product = next(random) * n
    if product & WORD < n:
        while product & WORD < ((1 << 32) - n) % n:
            product = next(random) * n
    return product >> 32

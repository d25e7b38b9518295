/** A tokenizer.json with 9 tokens: BPE on bytes, as GPT-2 has it, of the letters a, b, and c. Its merges make 'ab' and ' c'. */
export const smallTokenizer = JSON.stringify({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: [
    { id: 8, content: '<end>', single_word: false, lstrip: false, rstrip: false, normalized: false, special: true },
  ],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
  post_processor: null,
  decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    vocab: { a: 0, b: 1, c: 2, Ġ: 3, ab: 4, Ġc: 5, abab: 6, cc: 7 },
    merges: ['a b', 'Ġ c', 'ab ab', 'c c'],
  },
});

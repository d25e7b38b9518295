import fc from 'fast-check';
import type { FileDType } from '../../src/lab/export/file_dtype';

/** A tensor of a file that the test writes itself, without the writer under test. */
interface Written {
  readonly name: string;
  readonly dtype: FileDType;
  readonly shape: readonly number[];
  /** Its bytes in the file. */
  readonly bytes: Uint8Array;
}

/** A valid file: what it holds, and how its header is written. */
export interface ValidFile {
  readonly metadata: readonly (readonly [string, string])[] | null;
  readonly tensors: readonly Written[];
  /** Order of the header's entries, as sort keys; the body keeps the order of `tensors`. */
  readonly order: readonly number[];
  /** Space between the header's tokens, and spaces behind it. */
  readonly space: string;
  readonly padding: number;
  /** Writes every character of a string as an escape. */
  readonly escaped: boolean;
}

const WIDTHS = { F16: 2, BF16: 2, F32: 4, F64: 8, I32: 4 } as const;

const name = fc
  .string({ unit: 'binary', maxLength: 8 })
  .filter(text => text !== '__metadata__' && !/\p{Surrogate}/u.test(text));

const tensor = fc
  .record({
    name,
    dtype: fc.constantFrom('F16', 'BF16', 'F32', 'F64', 'I32'),
    shape: fc.array(fc.nat(3), { maxLength: 3 }),
    seed: fc.nat(255),
  })
  .map(({ seed, ...rest }): Written => {
    const elements = rest.shape.reduce((product, extent) => product * extent, 1);
    const bytes = Uint8Array.from({ length: elements * WIDTHS[rest.dtype] }, (_, i) => {
      const byte = (seed + i * 37) % 251;
      // NaN has many forms in two bytes, and the writer knows one of them. So no NaN and no infinity is made.
      if (i % 2 === 0) return byte;
      return rest.dtype === 'F16' || rest.dtype === 'BF16' ? byte & 0xbf : byte;
    });
    return { ...rest, bytes };
  });

export const validFile: fc.Arbitrary<ValidFile> = fc.record({
  metadata: fc.option(fc.uniqueArray(fc.tuple(name, name), { maxLength: 3, selector: ([key]) => key })),
  tensors: fc.uniqueArray(tensor, { maxLength: 4, selector: own => own.name }),
  order: fc.array(fc.nat(9), { minLength: 5, maxLength: 5 }),
  space: fc.constantFrom('', '', ' ', '\n', '\t ', '\r\n'),
  padding: fc.nat(9),
  escaped: fc.boolean(),
});

/** JSON text of a string, if `escaped` with every character as an escape. */
function text(value: string, escaped: boolean): string {
  if (!escaped) return JSON.stringify(value);
  const units = Array.from({ length: value.length }, (_, i) => value.charCodeAt(i).toString(16).padStart(4, '0'));
  return `"${units.map(unit => `\\u${unit}`).join('')}"`;
}

interface Member {
  readonly key: string;
  readonly value: string;
}

/** An object written with the file's own spaces. */
function object(members: readonly Member[], { space }: ValidFile): string {
  const inner = members.map(({ key, value }) => `${space}${key}${space}:${space}${value}${space}`);
  return `{${inner.join(',') || space}}`;
}

/** The parts of a header, each as JSON text; a mutation changes one of them. */
export interface Parts {
  readonly file: ValidFile;
  readonly members: readonly Member[];
  readonly body: Uint8Array;
}

interface EntryText {
  readonly dtype: string;
  readonly shape: string;
  readonly offsets: string;
}

function entry(file: ValidFile, { dtype, shape, offsets }: EntryText): string {
  const members = [
    { key: text('dtype', file.escaped), value: dtype },
    { key: text('shape', file.escaped), value: shape },
    { key: text('data_offsets', file.escaped), value: offsets },
  ];
  const turn = (file.order[4] ?? 0) % 3;
  return object([...members.slice(turn), ...members.slice(0, turn)], file);
}

function entryTexts(file: ValidFile): readonly (EntryText & { readonly begin: number; readonly end: number })[] {
  let begin = 0;
  return file.tensors.map(({ dtype, shape, bytes }) => {
    const end = begin + bytes.length;
    const texts = {
      dtype: text(dtype, file.escaped),
      shape: `[${shape.join(`${file.space},`)}]`,
      offsets: `[${begin},${file.space}${end}]`,
      begin,
      end,
    };
    begin = end;
    return texts;
  });
}

/** Writes a valid file in parts. `replace` changes the text of one tensor's entry. */
export function partsOf(file: ValidFile, replace?: { readonly index: number; readonly by: Partial<EntryText> }): Parts {
  const texts = entryTexts(file);
  const members = file.tensors.map((own, i): Member & { readonly rank: number } => {
    const known = texts[i] ?? { dtype: '', shape: '', offsets: '' };
    const value = entry(file, replace?.index === i ? { ...known, ...replace.by } : known);
    return { key: text(own.name, file.escaped), value, rank: file.order[i] ?? 0 };
  });
  const sorted: Member[] = members.sort((a, b) => a.rank - b.rank);
  if (file.metadata) {
    const pairs = file.metadata.map(([key, value]) => ({
      key: text(key, file.escaped),
      value: text(value, file.escaped),
    }));
    sorted.splice(file.padding % (sorted.length + 1), 0, {
      key: text('__metadata__', file.escaped),
      value: object(pairs, file),
    });
  }
  return { file, members: sorted, body: Uint8Array.from(file.tensors.flatMap(({ bytes }) => [...bytes])) };
}

/** The bytes of a file with this header text. */
export function assemble(header: string | Uint8Array, body: Uint8Array, claimed?: bigint): Uint8Array {
  const bytes = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + bytes.length + body.length);
  new DataView(file.buffer).setBigUint64(0, claimed ?? BigInt(bytes.length), true);
  file.set(bytes, 8);
  file.set(body, 8 + bytes.length);
  return file;
}

export function headerOf({ file, members }: Parts): string {
  return `${object(members, file)}${' '.repeat(file.padding)}`;
}

export function bytesOf(parts: Parts): Uint8Array {
  return assemble(headerOf(parts), parts.body);
}

/** Makes a valid file invalid. `pick` chooses the place. Returns null if the file has nothing to change in this way. */
export type Mutation = (file: ValidFile, pick: number) => Uint8Array | null;

/** Changes the entry of one tensor, which `pick` chooses. */
function ofEntry(
  by: (tensor: Written & { begin: number; end: number }) => Partial<EntryText> | null,
): (file: ValidFile, pick: number) => Uint8Array | null {
  return (file, pick) => {
    if (file.tensors.length === 0) return null;
    const index = pick % file.tensors.length;
    const own = file.tensors[index];
    const place = entryTexts(file)[index];
    const changed = own && place ? by({ ...own, begin: place.begin, end: place.end }) : null;
    return changed && bytesOf(partsOf(file, { index, by: changed }));
  };
}

function ofHeader(change: (header: string, parts: Parts) => string | Uint8Array): Mutation {
  return file => {
    const parts = partsOf(file);
    return assemble(change(headerOf(parts), parts), parts.body);
  };
}

/** Adds a member at the start of the outermost object. `empty`: it has no other. */
function adding(header: string, member: string, empty: boolean): string {
  return `{${member}${empty ? '' : ','}${header.slice(1)}`;
}

const swap = (header: string, parts: Parts, change: (value: string) => string): string => {
  const [first, ...rest] = parts.members;
  return first
    ? `${object([{ key: first.key, value: change(first.value) }, ...rest], parts.file)}${' '.repeat(parts.file.padding)}`
    : change(header);
};

const encoder = new TextEncoder();

/** Every mutation breaks a rule of the format, in any file. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'a byte order mark': ofHeader(header => `\ufeff${header}`),
  'space before the header': ofHeader((header, { file }) => `${file.space || ' '}${header}`),
  'a padding that is not spaces': ofHeader(header => `${header}\n`),
  'a line end within the padding': ofHeader(header => `${header}\n  `),
  'a tab as padding': ofHeader(header => `${header}\t`),
  'a NUL as padding': ofHeader(header => `${header}\0`),
  'something behind the object': ofHeader(header => `${header}{}`),
  'a comma behind the last member': ofHeader(header => header.replace(/\}( *)$/, ',}$1')),
  'no end': ofHeader(header => header.trimEnd().slice(0, -1)),
  'a comment': ofHeader(header => `{/**/${header.slice(1)}`),
  'bytes that are not UTF-8': ofHeader(header =>
    Uint8Array.from([...encoder.encode(header.slice(0, 1)), 0xc3, 0x28, ...encoder.encode(header.slice(1))]),
  ),
  'a list': ofHeader(header => `[${header.trimEnd()}]`),
  'a name twice': file => {
    const parts = partsOf(file);
    const [first] = parts.members;
    return first ? bytesOf({ ...parts, members: [...parts.members, first] }) : null;
  },
  'a name twice, once escaped': file => {
    const parts = partsOf(file);
    const other = partsOf({ ...file, escaped: !file.escaped });
    const [first] = parts.members;
    const again = other.members[0];
    return first && again ? bytesOf({ ...parts, members: [again, ...parts.members] }) : null;
  },
  'metadata twice': ofHeader((header, { members }) =>
    adding(adding(header, '"__metadata__":{}', members.length === 0), '"__metadata__":{}', false),
  ),
  'a key of metadata twice': file => {
    if (file.metadata) return null;
    const parts = partsOf(file);
    return assemble(
      adding(headerOf(parts), '"__metadata__":{"a":"1","\\u0061":"1"}', parts.members.length === 0),
      parts.body,
    );
  },
  'metadata that is not text': file => {
    if (file.metadata) return null;
    const parts = partsOf(file);
    const wrong = ['1', 'null', '["a"]', '{}', 'true'][file.padding % 5];
    return assemble(adding(headerOf(parts), `"__metadata__":{"a":${wrong}}`, parts.members.length === 0), parts.body);
  },
  'metadata that is no object': file => {
    if (file.metadata) return null;
    const parts = partsOf(file);
    const wrong = ['1', 'null', '[]', '"a"', 'true'][file.padding % 5];
    return assemble(adding(headerOf(parts), `"__metadata__":${wrong}`, parts.members.length === 0), parts.body);
  },
  'half a surrogate pair': ofHeader((header, { members }) =>
    adding(header, '"\\ud83d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}', members.length === 0),
  ),
  'a raw control character in a name': ofHeader((header, { members }) =>
    adding(header, '"\u0001":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}', members.length === 0),
  ),
  'an escape that JSON does not have': ofHeader((header, { members }) =>
    adding(header, '"\\x61":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}', members.length === 0),
  ),
  'a tensor that is no object': ofHeader((header, parts) => swap(header, parts, () => '[]')),
  'a key of a tensor twice': (file, pick) => ofEntry(() => ({ dtype: `"F32"${file.space},"dtype":"F32"` }))(file, pick),
  'shape twice': ofEntry(({ shape }) => ({ shape: `[${shape}],"shape":[${shape}]` })),
  'offsets twice, once escaped': ofEntry(({ begin, end }) => ({
    offsets: `[${begin},${end}],"d\\u0061ta_offsets":[${begin},${end}]`,
  })),
  'an unknown key with a key twice': ofEntry(({ dtype }) => ({ dtype: `"${dtype}","more":{"a":1,"a":1}` })),
  'a dtype in small letters': ofEntry(({ dtype }) => ({ dtype: `"${dtype.toLowerCase()}"` })),
  'a dtype that is no text': ofEntry(() => ({ dtype: '0' })),
  'a dtype of another width': ofEntry(({ dtype, bytes }) =>
    bytes.length === 0 ? null : { dtype: dtype === 'F64' ? '"F32"' : '"F64"' },
  ),
  'a fraction as offset': ofEntry(({ begin, end }) => ({ offsets: `[${begin}.0,${end}]` })),
  'an exponent as offset': ofEntry(({ begin, end }) => ({ offsets: `[${begin},${end}e0]` })),
  'a capital exponent as offset': ofEntry(({ begin, end }) => ({ offsets: `[${begin},${end}E+0]` })),
  'a plus sign': ofEntry(({ begin, end }) => ({ offsets: `[${begin},+${end}]` })),
  'minus zero': ofEntry(({ begin, end }) => (begin === 0 ? { offsets: `[-0,${end}]` } : { offsets: `[${begin},-0]` })),
  'a zero in front': ofEntry(({ begin, end }) => ({ offsets: `[${begin},0${end}]` })),
  'an offset as text': ofEntry(({ begin, end }) => ({ offsets: `["${begin}",${end}]` })),
  'an offset of another base': ofEntry(({ end }) => ({ offsets: `[0x0,${end}]` })),
  'one offset': ofEntry(({ begin }) => ({ offsets: `[${begin}]` })),
  'three offsets': ofEntry(({ begin, end }) => ({ offsets: `[${begin},${end},${end}]` })),
  'offsets the wrong way round': ofEntry(({ begin, end }) => (begin === end ? null : { offsets: `[${end},${begin}]` })),
  'offsets as an object': ofEntry(({ begin, end }) => ({ offsets: `{"0":${begin},"1":${end}}` })),
  'offsets at the end of what numbers hold': ofEntry(() => ({ offsets: '[9007199254740991,9007199254740991]' })),
  'offsets that no double holds': ofEntry(({ begin }) => ({ offsets: `[${begin},18446744073709551616]` })),
  'an offset moved by one': ofEntry(({ begin, end }) => ({ offsets: `[${begin + 1},${end + 1}]` })),
  'a fraction in the shape': ofEntry(({ shape }) => ({ shape: `[${[...shape, '1.0']}]` })),
  'a negative shape': ofEntry(({ shape }) => ({ shape: `[${[...shape, '-1']}]` })),
  'minus zero in the shape': ofEntry(({ shape }) => ({ shape: `[${[...shape, '-0']}]` })),
  'null in the shape': ofEntry(({ shape }) => ({ shape: `[${[...shape, 'null']}]` })),
  'a shape that is a number': ofEntry(() => ({ shape: '1' })),
  'a shape that needs more': ofEntry(({ shape, bytes }) =>
    bytes.length === 0 ? null : { shape: `[${[...shape, 2]}]` },
  ),
  'a shape that needs nothing': ofEntry(({ shape, bytes }) =>
    bytes.length === 0 ? null : { shape: `[${[...shape, 0]}]` },
  ),
  'a shape that wraps to its size': ofEntry(({ shape }) => ({ shape: `[${[4294967296, 4294967296, ...shape]}]` })),
  'a shape that overflows before its zero': ofEntry(() => ({ shape: '[9007199254740991,9007199254740991,0]' })),
  'no shape': ofEntry(({ dtype }) => ({ shape: `[],"more":"${dtype}"`, dtype: '"F32","shape":[]' })),
  'a byte behind': file => {
    const parts = partsOf(file);
    return bytesOf({ ...parts, body: Uint8Array.from([...parts.body, 0]) });
  },
  'a byte missing': file => {
    const parts = partsOf(file);
    return parts.body.length === 0 ? null : bytesOf({ ...parts, body: parts.body.subarray(1) });
  },
  'a tensor missing from the header': file => {
    const index = file.tensors.findIndex(({ bytes }) => bytes.length > 0);
    if (index < 0) return null;
    const { body } = partsOf(file);
    const tensors = file.tensors.filter((_, i) => i !== index);
    return assemble(headerOf(partsOf({ ...file, tensors })), body);
  },
  'a second tensor on the same bytes': file => {
    const parts = partsOf(file);
    if (parts.body.length === 0 || file.tensors.some(own => own.name === '~again')) return null;
    const value = `{"dtype":"I32","shape":[${parts.body.length / 4}],"data_offsets":[0,${parts.body.length}]}`;
    return bytesOf({ ...parts, members: [...parts.members, { key: '"~again"', value }] });
  },
  'a header longer than the file': file => {
    const parts = partsOf(file);
    const header = headerOf(parts);
    const length = encoder.encode(header).length;
    return assemble(header, parts.body, BigInt(length + parts.body.length + 1));
  },
  'a header of 2^63 bytes': file => assemble(headerOf(partsOf(file)), partsOf(file).body, 2n ** 63n),
  'a header without its last byte': file => {
    const parts = partsOf({ ...file, padding: 0 });
    const header = headerOf(parts);
    return assemble(header, parts.body, BigInt(encoder.encode(header).length - 1));
  },
  'a header that takes a byte of the body': file => {
    const parts = partsOf(file);
    const header = headerOf(parts);
    if (parts.body.length === 0) return null;
    return assemble(header, parts.body, BigInt(encoder.encode(header).length + 1));
  },
  'a file cut within its length': file => bytesOf(partsOf(file)).slice(0, 7),
};

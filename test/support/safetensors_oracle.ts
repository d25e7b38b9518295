/**
 * Whether a file of less than 1 MiB is valid, found in another way than the reader's. One regular expression, made from the grammar
 * of JSON, matches the header. JSON.parse then reads single literals only, so that no key can hide another.
 */
export function oracle(file: Uint8Array): boolean {
  const length =
    file.length < 8 ? Number.NaN : Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  if (!(length <= file.length - 8)) return false;
  const text = Buffer.from(file.subarray(8, 8 + length)).toString('utf8');
  // Bytes that are not UTF-8 come back changed.
  if (Buffer.compare(Buffer.from(text, 'utf8'), file.subarray(8, 8 + length)) !== 0) return false;
  const whole = HEADER.exec(text);
  if (!whole) return false;
  const names: unknown[] = [];
  const spans: (readonly [number, number])[] = [];
  for (const { groups } of (whole[1] ?? '').matchAll(MEMBER)) {
    const name = decode(groups?.name ?? '');
    const value = groups?.value ?? '';
    if (name === undefined || names.includes(name)) return false;
    names.push(name);
    if (name === '__metadata__') {
      if (!isTextMap(value)) return false;
    } else {
      const span = spanOf(value);
      if (!span) return false;
      spans.push(span);
    }
  }
  spans.sort(([a, b], [c, d]) => a - c || b - d);
  let next = 0;
  for (const [begin, end] of spans) {
    if (begin !== next) return false;
    next = end;
  }
  return next === file.length - 8 - length;
}

const S = '[ \\t\\r\\n]*';
const TEXT = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\["\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*"';
const NUMBER = '-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?';
const SCALAR = `(?:${TEXT}|${NUMBER}|true|false|null)`;
/** Lists of scalars: mutations of one or two characters cannot make anything deeper that is still valid. */
const LIST = `(?:\\[${S}(?:${SCALAR}(?:${S},${S}${SCALAR})*)?${S}\\])`;
const FLAT = `(?:\\{${S}(?:${TEXT}${S}:${S}(?:${SCALAR}|${LIST})(?:${S},${S}${TEXT}${S}:${S}(?:${SCALAR}|${LIST}))*)?${S}\\})`;
const HEADER = new RegExp(`^\\{${S}((?:${TEXT}${S}:${S}${FLAT}(?:${S},${S}${TEXT}${S}:${S}${FLAT})*)?)${S}\\} *$`);
const MEMBER = new RegExp(`(?<name>${TEXT})${S}:${S}(?<value>${FLAT})`, 'g');
const FIELD = new RegExp(`(?<name>${TEXT})${S}:${S}(?<value>${SCALAR}|${LIST})`, 'g');

function decode(literal: string): string | undefined {
  const value: unknown = JSON.parse(literal);
  return typeof value === 'string' && Buffer.from(value, 'utf8').toString('utf8') === value ? value : undefined;
}

/** The fields of an object as literals by decoded key. Undefined if a key occurs twice or a text is not Unicode. */
function fieldsOf(text: string): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (const { groups } of text.slice(1, -1).matchAll(FIELD)) {
    const key = decode(groups?.name ?? '');
    const value = groups?.value ?? '';
    if (key === undefined || fields.has(key)) return undefined;
    for (const [literal] of value.matchAll(new RegExp(TEXT, 'g'))) if (decode(literal) === undefined) return undefined;
    fields.set(key, value);
  }
  return fields;
}

function isTextMap(text: string): boolean {
  const fields = fieldsOf(text);
  return fields !== undefined && [...fields.values()].every(value => value.startsWith('"'));
}

function spanOf(text: string): readonly [number, number] | undefined {
  const fields = fieldsOf(text);
  const dtype = fields?.get('dtype');
  const shape = integers(fields?.get('shape'));
  const offsets = integers(fields?.get('data_offsets'));
  const width = new Map([
    ['F16', 2n],
    ['BF16', 2n],
    ['F32', 4n],
    ['F64', 8n],
    ['I32', 4n],
  ]).get(dtype?.startsWith('"') ? (decode(dtype) ?? '') : '');
  if (width === undefined || !shape || offsets?.length !== 2) return undefined;
  const [begin = 0n, end = 0n] = offsets;
  let size = width;
  let product = 1n;
  for (const extent of shape) {
    product *= extent;
    if (product >= 2n ** 64n) return undefined;
  }
  size *= product;
  return end - begin === size ? [Number(begin), Number(end)] : undefined;
}

function integers(text: string | undefined): bigint[] | undefined {
  if (!text?.startsWith('[')) return undefined;
  const items = text
    .slice(1, -1)
    .split(',')
    .map(item => item.trim());
  if (items.length === 1 && items[0] === '') return [];
  const plain = items.every(item => /^\d+$/.test(item) && BigInt(item) < 2n ** 53n);
  return plain ? items.map(item => BigInt(item)) : undefined;
}

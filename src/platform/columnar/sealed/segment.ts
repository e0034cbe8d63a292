/** Rows by their place in the events’ table, the first excluded. */
export interface Places {
  readonly after: number
  readonly upTo: number
}

/** Events between two places of their table as columns of numbers; texts are numbers that point into lists of their own, −1 where there is none. */
export interface Segment extends Places {
  /** How many rows between these places had been replaced when they were read. */
  readonly gone: number
  /** Whole seconds since the start of 2000 in UTC. */
  readonly at: Int32Array
  readonly account: Int32Array
  /** Whom the source named then: who turned out to be whom is no part of a segment. */
  readonly actor: Int32Array
  readonly name: Int32Array
  /** How often; empty where every row is one time. */
  readonly quantity: Float64Array
  readonly accounts: readonly string[]
  readonly actors: readonly string[]
  readonly names: readonly string[]
}

const columns = ['at', 'account', 'actor', 'name'] as const
const lists = ['accounts', 'actors', 'names'] as const
const version = 1
const mark = 0x54_4c_53_47 // TLSG

/** The bytes of a segment: a heading (JSON, padded to eight bytes), then the columns one behind the other, little-endian as they lie in memory. */
export function encodeSegment(segment: Segment): Uint8Array[] {
  const { after, upTo, gone, quantity } = segment
  const texts = Object.fromEntries(lists.map((name) => [name, segment[name]]))
  const heading = Buffer.from(JSON.stringify({ version, after, upTo, gone, rows: segment.at.length, quantities: quantity.length, texts }))
  const first = Buffer.alloc(8)
  first.writeUInt32LE(mark, 0)
  first.writeUInt32LE(heading.length, 4)
  const padding = Buffer.alloc((8 - (heading.length % 8)) % 8)
  return [first, heading, padding, bytesOf(quantity), ...columns.map((name) => bytesOf(segment[name]))]
}

/** Reads the bytes of a segment; null when they are none, or were cut off. Columns are views into the bytes. */
export function decodeSegment(bytes: Uint8Array<ArrayBuffer>): Segment | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < 8 || view.getUint32(0, true) !== mark) return null
  const size = view.getUint32(4, true)
  const heading = headingIn(bytes.subarray(8, 8 + size))
  if (!heading) return null
  const { rows, quantities } = heading
  const start = 8 + Math.ceil(size / 8) * 8
  if (bytes.byteLength !== start + quantities * 8 + rows * 4 * columns.length) return null
  const from = (place: number): Int32Array => new Int32Array(bytes.buffer, bytes.byteOffset + start + quantities * 8 + place * rows * 4, rows)
  const quantity = new Float64Array(bytes.buffer, bytes.byteOffset + start, quantities)
  return { ...heading.segment, quantity, at: from(0), account: from(1), actor: from(2), name: from(3) }
}

interface Heading {
  readonly rows: number
  readonly quantities: number
  readonly segment: Pick<Segment, 'after' | 'upTo' | 'gone' | 'accounts' | 'actors' | 'names'>
}

function headingIn(bytes: Uint8Array): Heading | null {
  try {
    const found: Record<string, unknown> = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
    if (found['version'] !== version) return null
    const [after, upTo, gone, rows, quantities] = ['after', 'upTo', 'gone', 'rows', 'quantities'].map((name) => Number(found[name]))
    const texts: Record<string, unknown> = Object(found['texts'])
    const [accounts = [], actors = [], names = []] = lists.map((name) => (Array.isArray(texts[name]) ? texts[name].map(String) : []))
    return { rows: rows ?? 0, quantities: quantities ?? 0, segment: { after: after ?? 0, upTo: upTo ?? 0, gone: gone ?? 0, accounts, actors, names } }
  } catch {
    return null
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array | Float64Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength)

/** Segments that follow one another as one, with one list of each text. */
export function joinedSegments(parts: readonly Segment[]): Segment {
  const rows = parts.reduce((sum, { at }) => sum + at.length, 0)
  const joined = Object.fromEntries(columns.map((name) => [name, new Int32Array(rows)]))
  const quantity = new Float64Array(parts.some((part) => part.quantity.length > 0) ? rows : 0).fill(1)
  const known = lists.map(() => new Map<string, number>())
  let from = 0
  for (const part of parts) {
    joined['at']?.set(part.at, from)
    if (part.quantity.length > 0) quantity.set(part.quantity, from)
    for (const [place, list] of lists.entries()) {
      const column = columns[place + 1] ?? 'at'
      putCodes(
        joined[column] ?? new Int32Array(),
        from,
        part[column],
        part[list].map((text) => numberOf(known[place], text)),
      )
    }
    from += part.at.length
  }
  const [accounts = [], actors = [], names = []] = known.map((own) => [...own.keys()])
  const column = (name: (typeof columns)[number]): Int32Array => joined[name] ?? new Int32Array()
  return {
    after: parts[0]?.after ?? -1,
    upTo: parts.at(-1)?.upTo ?? -1,
    gone: parts.reduce((sum, { gone }) => sum + gone, 0),
    at: column('at'),
    account: column('account'),
    actor: column('actor'),
    name: column('name'),
    quantity,
    accounts,
    actors,
    names,
  }
}

function putCodes(into: Int32Array, from: number, own: Int32Array, codes: readonly number[]): void {
  for (let row = 0; row < own.length; row++) into[from + row] = codes[own[row] ?? -1] ?? -1
}

function numberOf(known: Map<string, number> | undefined, text: string): number {
  const found = known?.get(text)
  if (found !== undefined) return found
  known?.set(text, known.size)
  return (known?.size ?? 1) - 1
}

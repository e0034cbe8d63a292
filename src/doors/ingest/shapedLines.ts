/**
 * Reads texts of JSON as JSON.parse does, and faster where one is like the next. A client writes its events with the same names in the same order, again and
 * again: of names and kinds of values that were met before, a regular expression is made that takes out the values. What it does not match, such as a text with
 * an escape or with a name more, is read by JSON.parse, and so is whatever is nested deeper than one record.
 */
export function lineReader(naming: ReadonlySet<string>): (line: string) => unknown {
  const outer = openPlace(8)
  const inner = new Map<string, Place>()
  let strangers = 0
  /** Records within a line have the shape that goes with the event’s name. */
  const within = (name: string): Place | null => {
    const known = inner.get(name)
    if (known || name.length > longestName) return known ?? null
    if (inner.size >= mostNames) {
      strangers++
      if (strangers < long) return null
      inner.clear() // so many came under other names: these are not the ones that are sent now
      strangers = 0
    }
    const place = openPlace(4)
    inner.set(copied(name), place)
    return place
  }
  return (line) => parsed(line, outer, naming, within)
}

const mostNames = 512
const longestName = 200

/** Where texts are met, with the shapes that they had there, the usual ones first. */
interface Place {
  readonly shapes: Shape[]
  readonly most: number
  /** Of the last texts: how many there were, and how many had no shape that is known, the first of which teach theirs. */
  tries: number
  misses: number
  /** So many texts are read without looking, since they had too many shapes. */
  rest: number
}

interface Shape {
  readonly names: readonly string[]
  readonly kinds: readonly Kind[]
  readonly pattern: RegExp
  /** The place of the value that names the event; -1 where there is none. */
  readonly naming: number
}

const openPlace = (most: number): Place => ({ shapes: [], most, tries: 0, misses: 0, rest: 0 })

/** After so many tries, half of them in vain, a place rests for so long. */
const few = 1_024
const long = 65_536

/** The text of a long value is taken sooner by JSON.parse; and no line that was made up to be hard costs much more than reading it. */
const longestText = 1_024

type Within = (name: string) => Place | null

function parsed(text: string, place: Place, naming: ReadonlySet<string>, within: Within | null): unknown {
  if (text.length > longestText) return JSON.parse(text)
  if (place.rest > 0) {
    place.rest -= 1
    return JSON.parse(text)
  }
  place.tries += 1
  const { shapes } = place
  for (let at = 0; at < shapes.length; at += 1) {
    const shape = shapes[at]
    const values = shape?.pattern.exec(text)
    if (!shape || !values) continue
    if (at > 0) [shapes[at - 1], shapes[at]] = [shape, shapes[at - 1] ?? shape]
    return built(shape, values, within)
  }
  return learnt(text, place, naming)
}

function built({ names, kinds, naming }: Shape, values: readonly string[], within: Within | null): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (let at = 0; at < names.length; at += 1) {
    const [kind, value] = [kinds[at], values[at + 1] ?? '']
    if (kind === 'record' || kind === 'list') {
      const place = kind === 'record' && within ? within(naming < 0 ? '' : (values[naming + 1] ?? '')) : null
      record[names[at] ?? ''] = place ? parsed(value, place, nobody, null) : JSON.parse(value)
    } else record[names[at] ?? ''] = plain(kind, value)
  }
  return record
}

function plain(kind: Kind | undefined, value: string): string | number | boolean | null {
  if (kind === 'text') return value
  if (kind === 'number') return Number(value)
  return kind === 'boolean' ? value === 'true' : null
}

const nobody: ReadonlySet<string> = new Set()

function learnt(text: string, place: Place, naming: ReadonlySet<string>): unknown {
  place.misses += 1
  if (place.tries >= few) {
    if (place.misses * 2 > place.tries) {
      place.rest = long
      place.shapes.length = 0
    }
    place.tries = place.misses = 0
  }
  const value: unknown = JSON.parse(text)
  if (place.rest === 0 && place.misses <= place.most && place.shapes.length < place.most) learn(shapeOf(value, naming), place.shapes)
  return value
}

/** A text may have a shape that is known and be written otherwise. */
function learn(shape: Shape | null, shapes: Shape[]): void {
  if (shape && shapes.every(({ pattern }) => pattern.source !== shape.pattern.source)) shapes.push(shape)
}

/** Values of one kind, as JSON writes them. Records and lists are taken as texts that end where they must, whatever is in them; reading them tells whether they are any. */
const patterns = {
  text: String.raw`"([^"\\\x00-\x1f]*)"`,
  number: String.raw`(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)`,
  boolean: '(true|false)',
  null: '(null)',
  record: String.raw`(\{[^{}"]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^{}"]*)*\})`,
  list: String.raw`(\[[^[\]"]*(?:"[^"\\]*(?:\\.[^"\\]*)*"[^[\]"]*)*\])`,
} as const
type Kind = keyof typeof patterns

const mostFields = 64

function shapeOf(value: unknown, naming: ReadonlySet<string>): Shape | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const fields = Object.entries(value).map(([name, field]) => ({ name, kind: kindOf(field) }))
  if (fields.length === 0 || fields.length > mostFields || !fields.every(({ name }) => isOrderly(name))) return null
  const pattern = fields.map(({ name, kind }) => `"${literally(name)}": ?${patterns[kind]}`).join(', ?')
  return {
    names: fields.map(({ name }) => name),
    kinds: fields.map(({ kind }) => kind),
    pattern: new RegExp(String.raw`^\{${pattern}\}$`),
    naming: fields.findIndex(({ name, kind }) => kind === 'text' && naming.has(name)),
  }
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return value === null ? 'null' : Array.isArray(value) ? 'list' : 'record'
}

/** A name that is written as it is, and that an object keeps where it was put. */
const isOrderly = (name: string): boolean => JSON.stringify(name) === `"${name}"` && name !== '__proto__' && !/^\d+$/.test(name)

const literally = (name: string): string => name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)

/** A text of its own: one that was cut out of a request keeps all of the request in memory. */
function copied(text: string): string {
  const written = JSON.stringify(text)
  return String(JSON.parse(written))
}

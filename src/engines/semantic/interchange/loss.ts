/** What became of one construct of a foreign model. `path` says where it stood: metrics.revenue.type_params.window. */
export interface Loss {
  readonly path: string
  readonly construct: string
  readonly action: 'mapped' | 'approximated' | 'carried_as_extension' | 'refused'
  readonly reason: string
}

/** Reads members of a foreign object, and remembers which were read: what is left over is told, never dropped in silence. */
export interface Part {
  readonly path: string
  text(key: string): string | undefined
  /** A text, or a number or boolean as one: MetricFlow allows `expr: 1`. */
  expr(key: string): string | undefined
  number(key: string): number | undefined
  flag(key: string): boolean | undefined
  list(key: string): readonly unknown[]
  part(key: string): Part | undefined
  parts(key: string): Part[]
  record(key: string): Readonly<Record<string, unknown>> | undefined
  has(key: string): boolean
  raw(key: string): unknown
  /** Tells every member that nobody read. */
  rest(): void
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

export function partOf(value: unknown, path: string, losses: Loss[]): Part {
  const own = isRecord(value) ? value : {}
  if (!isRecord(value)) losses.push({ path, construct: 'object', action: 'refused', reason: 'An object is expected here.' })
  const read = new Set<string>()
  const take = (key: string): unknown => {
    read.add(key)
    return own[key] ?? undefined
  }
  const wrong = (key: string, wanted: string): undefined => {
    losses.push({ path: `${path}.${key}`, construct: key, action: 'refused', reason: `It is not ${wanted}.` })
    return undefined
  }
  const typed = <T>(key: string, wanted: string, is: (given: unknown) => given is T): T | undefined => {
    const given = take(key)
    return given === undefined ? undefined : is(given) ? given : wrong(key, wanted)
  }
  const part: Part = {
    path,
    text: (key) => typed(key, 'a text', (given) => typeof given === 'string'),
    expr: (key) => typed(key, 'an expression', (given) => typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean')?.toString(),
    number: (key) => typed(key, 'a number', (given) => typeof given === 'number'),
    flag: (key) => typed(key, 'true or false', (given) => typeof given === 'boolean'),
    list: (key) => typed(key, 'a list', (given) => Array.isArray(given)) ?? [],
    part: (key) => {
      const given = typed(key, 'an object', isRecord)
      return given === undefined ? undefined : partOf(given, `${path}.${key}`, losses)
    },
    parts: (key) => part.list(key).map((item, place) => partOf(item, `${path}.${key}.${nameOf(item) ?? place}`, losses)),
    record: (key) => typed(key, 'an object', isRecord),
    has: (key) => own[key] !== undefined && own[key] !== null,
    raw: take,
    rest: () => {
      for (const key of Object.keys(own))
        if (!read.has(key)) losses.push({ path: `${path}.${key}`, construct: key, action: 'refused', reason: 'The semantic layer has no such member.' })
    },
  }
  return part
}

export const nameOf = (item: unknown): string | undefined => (isRecord(item) && typeof item['name'] === 'string' ? item['name'] : undefined)

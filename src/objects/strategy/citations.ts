/** A number that a text cites: a metric by its key, and a part of it by name. */
export interface Citation {
  /** As it stands in the text, with its braces. */
  readonly text: string
  /** Null when it cannot be read as a citation. */
  readonly metric: string | null
  readonly part: string | null
}

/** Everything in double braces, in the order of the text: {{metric:net-revenue-retention}} or {{metric:net-revenue-retention|Mid-market}}. */
export function citationsIn(body: string): Citation[] {
  return [...body.matchAll(/\{\{([^{}]*)\}\}/g)].map(([text, inner = '']) => {
    const [, metric, part] = /^\s*metric:([a-z0-9][a-z0-9-]*)\s*(?:\|([^|]+))?$/.exec(inner) ?? []
    return { text, metric: metric ?? null, part: part?.trim() || null }
  })
}

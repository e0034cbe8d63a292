import { periodEnd, periodStart } from '#engines/numbers/dates.ts'
import type { Asked, Behind, Row } from '#engines/metrics/ways/way.ts'
import { ask, type Asked as Planned } from '#engines/semantic/ask.ts'
import { sidesOf } from '#engines/semantic/definition/sides.ts'
import type { SemanticManifest } from '#engines/semantic/model.ts'
import { refusing } from './refusing.ts'
import type { SemanticTerms } from './semanticTerms.ts'

/** The account where the counted fact bears one, with its name; otherwise the fact's own rows. */
function keysOf({ models }: SemanticManifest, fact: string | null): readonly string[] {
  const model = models.find(({ name }) => name === fact)
  const hasAccount = fact === 'account' || (model?.entities.some(({ name }) => name === 'account') ?? false)
  if (hasAccount)
    return models.some(({ name, dimensions }) => name === 'account' && dimensions.some((one) => one.name === 'name'))
      ? ['account', 'account__name']
      : ['account']
  return model?.entities.some(({ type }) => type === 'primary') ? [model.name] : []
}

/** The same question as the number's, over one period, by what stands behind it. */
export function questionBehind({ manifest, metric, fact }: SemanticTerms, { time }: Asked): Planned {
  return refusing(() => {
    const sides = sidesOf(manifest, metric)
    const [first = time.asOf, last = time.asOf] = [time.periods[0], time.periods.at(-1)]
    return ask(uncut(sides.manifest), {
      metrics: [metric.name, sides.numerator, sides.denominator].filter((name) => name !== undefined),
      groupBy: keysOf(manifest, fact),
      from: periodStart(first),
      to: periodEnd(last),
      asOf: time.asOf,
      timeZone: time.timeZone,
    })
  })
}

/** Which cuts a definition allows is about what is told in sums; the accounts behind a sum are another question. */
const uncut = (manifest: SemanticManifest): SemanticManifest => ({
  ...manifest,
  metrics: manifest.metrics.map((one) => {
    if (!one.governance) return one
    const { dimensions: _, ...governance } = one.governance
    return { ...one, governance }
  }),
})

const numberIn = (row: Row, name: string | undefined): number | null => {
  const value = name === undefined ? null : row[name]
  return value === null || value === undefined ? null : Number(value)
}

/** What each account or row brought: `opening` what it was counted of, `closing` what counted. The most first; what brought nothing stands last. */
export function behindOf({ manifest, metric, fact }: SemanticTerms, _: Asked, rows: readonly Row[]): Behind[] {
  const { numerator, denominator } = refusing(() => sidesOf(manifest, metric))
  const [key = '', name] = keysOf(manifest, fact)
  return rows
    .map((row): Behind => ({
      account: String(row[key] ?? '(none)'),
      name: name === undefined || row[name] === null || row[name] === undefined ? null : String(row[name]),
      opening: numberIn(row, denominator),
      closing: numerator === undefined ? numberIn(row, metric.name) : (numberIn(row, numerator) ?? 0),
      change: null,
      movement: null,
      reason: null,
    }))
    .toSorted((a, b) => (b.closing ?? 0) - (a.closing ?? 0) || (b.opening ?? 0) - (a.opening ?? 0) || (a.account < b.account ? -1 : 1))
}

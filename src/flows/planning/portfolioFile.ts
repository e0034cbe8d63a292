import { small } from '#engines/numbers/capital.ts'
import { z } from 'zod'
import { skillName } from '#engines/portfolio/capacity/gives.ts'
import { findCycle } from '#engines/portfolio/graph/cycle.ts'
import { Problem } from '#kernel'

const id = z.string().trim().min(1).max(120)
/** Beyond this, sums of five thousand figures are no longer told apart. */
const largest = 1e12
const figure = z.number().min(-largest).max(largest)
const weeks = z.number().min(0, 'must not be negative').max(largest)
const range = z
  .strictObject({ low: figure, likely: figure, high: figure })
  .refine(({ low, likely, high }) => low <= likely && likely <= high, 'must have low <= likely <= high')
const effortRange = range.refine(({ low }) => low >= 0, 'must not be negative')

const weeksByPeriod = z
  .union([weeks, z.array(weeks), z.record(id, weeks)])
  .describe('Person-weeks: one figure for every period, a list, or by the period’s name.')

const item = z.strictObject({
  id: id.describe('Stands in the answer.'),
  title: z.string().max(300).optional(),
  value: z.union([figure, range]).describe('Worth when done in the first period, in one currency; a range for the draws.'),
  confidence: z.number().min(0).max(1).optional().describe('Chance that the value comes; the value is multiplied by it. 1 when left out.'),
  costOfDelayPerWeek: z.number().min(0).max(largest).optional().describe('Value lost for each week that the item starts later than the plan.'),
  effort: z.record(id, z.union([weeks, effortRange])).describe('Person-weeks of each squad, by its id.'),
  skills: z
    .record(id, z.union([z.number().min(0).max(1), z.record(id, z.number().min(0).max(1))]))
    .optional()
    .describe('Shares of its effort that only people with the skill can do, alike in all squads or by squad. They bind in squads that name skills.'),
  theme: z
    .union([id, z.record(id, z.number().min(0).max(1))])
    .optional()
    .describe('The theme that the effort counts towards, or shares that sum to 1.'),
  requires: z.array(id).optional().describe('Items that must be done in the same period or an earlier one.'),
  mandatory: z.boolean().optional(),
  due: id.optional().describe('The last period for a mandatory item, by its name.'),
  earliest: id.optional(),
  latest: id.optional(),
  pin: id.optional().describe('Done in exactly this period.'),
  exclude: z.boolean().optional().describe('Left out, whatever it is worth.'),
})

const portfolio = z.strictObject({
  $schema: z.string().optional(),
  currency: z.string().length(3).optional(),
  periods: z.array(id).min(1).max(24).describe('Names of the periods in order, such as 2027-Q1.'),
  weeksPerPeriod: z.number().positive().optional().describe('13 when left out.'),
  squads: z
    .array(
      z.strictObject({
        id,
        name: z.string().max(200).optional(),
        capacity: weeksByPeriod,
        skills: z
          .record(id, weeksByPeriod)
          .optional()
          .describe('Of its capacity, what people with each skill give. A squad that names skills has no others; one that names none has all.'),
      }),
    )
    .min(1)
    .max(200),
  themes: z
    .array(z.strictObject({ id, min: z.number().min(0).max(1).optional(), max: z.number().min(0).max(1).optional() }))
    .max(50)
    .optional()
    .describe('Shares of all planned effort.'),
  items: z.array(item).min(1).max(5000),
  exclusive: z.array(z.array(id).min(2)).optional().describe('Sets of items of which at most one may be done.'),
})

export type Portfolio = z.infer<typeof portfolio>
export type PortfolioItem = z.infer<typeof item>

/** The published JSON Schema (draft 2020-12) of the portfolio file. */
export const portfolioSchema = (): unknown => ({ title: 'Throughline portfolio', ...z.toJSONSchema(portfolio) })

/** Reads a portfolio, or tells every fault of it with its place. */
export const readPortfolio = (given: unknown): Portfolio => readWith(portfolio, given, 'portfolio', faultsOf)

/** Reads a file by its schema and its own rules; a Problem lists every fault with its place, the first in the message. */
export function readWith<T>(schema: z.ZodType<T>, given: unknown, name: string, more: (read: T) => readonly Fault[] = () => []): T {
  const read = schema.safeParse(given)
  const faults = read.success ? more(read.data) : read.error.issues.flatMap((issue) => issueFaults(issue))
  if (read.success && faults.length === 0) return read.data
  const [first] = faults
  const rest = faults.length > 1 ? ` There are ${faults.length - 1} more.` : ''
  throw new Problem(
    'invalid',
    `The ${name} file: ${first?.at ? `${first.at} ` : ''}${first?.says ?? 'cannot be read'}.${rest}`,
    first?.hint ?? schemaHint(name),
    {
      code: first?.code ?? 'file',
      more: { faults },
    },
  )
}

export interface Fault {
  /** items[3].effort.core */
  readonly at: string
  readonly says: string
  readonly hint?: string
  readonly code?: string
}

const schemaHint = (name: string): string => `“throughline plan schema ${name}” prints what it may hold.`

function issueFaults(issue: z.core.$ZodIssue): Fault[] {
  const at = issue.path.reduce<string>(
    (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path === '' ? String(part) : `${path}.${String(part)}`),
    '',
  )
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ at: at === '' ? key : `${at}.${key}`, says: 'is not known here', code: 'unknown-field' }))
  if (issue.code === 'invalid_union') return [{ at, says: unionSays(issue) }]
  return [{ at, says: wordsOf(issue.message) }]
}

/** The library’s sentence as ours, with what is missing called that. */
const wordsOf = (message: string): string =>
  message.endsWith('received undefined')
    ? 'is missing'
    : small(message)
        .replace(/^invalid input: expected (.+), received (.+)$/, 'must be $1, not $2')
        .replace(/^too (?:big|small): expected \w+ to /, 'is expected to ')

/** Of a figure or a range, the reason that is about the figure: it is what nearly everybody writes. */
function unionSays(issue: z.core.$ZodIssueInvalidUnion): string {
  const own = issue.errors.flat().find(({ message }) => message.startsWith('must'))
  return own
    ? small(own.message)
    : `must be ${issue.errors.map(([first]) => small(first?.message ?? '').replace(/^invalid input: expected /, '')).join(', or ')}`
}

function faultsOf(file: Portfolio): Fault[] {
  const ids = {
    items: file.items.map((one) => one.id),
    squads: file.squads.map((one) => one.id),
    themes: (file.themes ?? []).map((one) => one.id),
    periods: file.periods,
  }
  return [
    ...Object.entries(ids).flatMap(([list, names]) => twice(names).map((name): Fault => ({ at: list, says: `holds “${name}” twice`, code: 'duplicate' }))),
    ...file.squads.flatMap((squad, s) => [
      ...capacityFaults(squad.capacity, `squads[${s}].capacity`, file.periods),
      ...twiceSkilled(squad.skills, `squads[${s}].skills`),
      ...Object.entries(squad.skills ?? {}).flatMap(([skill, gives]) => capacityFaults(gives, `squads[${s}].skills.${skill}`, file.periods)),
    ]),
    ...(file.themes ?? []).flatMap(({ id: theme, min = 0, max = 1 }, h): Fault[] =>
      min > max ? [{ at: `themes[${h}]`, says: `asks at least ${min} and at most ${max} of the effort for “${theme}”`, code: 'contradiction' }] : [],
    ),
    ...floorsFault(file),
    ...file.items.flatMap((one, i) => itemFaults(one, `items[${i}]`, file)),
    ...(file.exclusive ?? []).flatMap((set, x) => exclusiveFaults(set, `exclusive[${x}]`, file)),
    ...cycleFaults(file),
  ]
}

function cycleFaults({ items }: Portfolio): Fault[] {
  const cycle = findCycle(new Map(items.map((one) => [one.id, one.requires ?? []])))
  return cycle
    ? [{ at: 'items', says: `wait for each other in a circle: ${cycle.join(' → ')}`, hint: 'Take one of these dependencies out.', code: 'cycle' }]
    : []
}

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]

const twiceSkilled = (skills: Readonly<Record<string, unknown>> = {}, at: string): Fault[] =>
  twice(Object.keys(skills).map(skillName)).map((name): Fault => ({ at, says: `holds “${name}” twice`, code: 'duplicate' }))

function capacityFaults(capacity: Portfolio['squads'][number]['capacity'], at: string, periods: readonly string[]): Fault[] {
  if (Array.isArray(capacity)) return capacity.length === periods.length ? [] : [{ at, says: `has ${capacity.length} figures for ${periods.length} periods` }]
  if (typeof capacity === 'number') return []
  return [
    ...Object.keys(capacity)
      .filter((name) => !periods.includes(name))
      .map((name): Fault => ({ at: `${at}.${name}`, says: 'is no period of this file', code: 'unknown' })),
    ...periods
      .filter((name) => capacity[name] === undefined)
      .map((name): Fault => ({ at, says: `says nothing for ${name}`, hint: 'Write 0 if the squad gives nothing then.' })),
  ]
}

function floorsFault({ themes = [] }: Portfolio): Fault[] {
  const floors = themes.reduce((sum, { min = 0 }) => sum + min, 0)
  return floors > 1 + 1e-9
    ? [{ at: 'themes', says: `ask for ${Math.round(floors * 100)} % of the effort together`, hint: 'Floors sum to at most 100 %.', code: 'contradiction' }]
    : []
}

function itemFaults(one: PortfolioItem, at: string, file: Portfolio): Fault[] {
  const squads = new Set(file.squads.map((squad) => squad.id))
  const items = new Set(file.items.map((other) => other.id))
  const themes = new Set((file.themes ?? []).map((theme) => theme.id))
  const shares = typeof one.theme === 'object' ? Object.entries(one.theme) : one.theme === undefined ? [] : [[one.theme, 1] as const]
  const total = shares.reduce((sum, [, share]) => sum + share, 0)
  const when = { due: one.due, earliest: one.earliest, latest: one.latest, pin: one.pin }
  const periodAt = (name: string | undefined): number => (name === undefined ? -1 : file.periods.indexOf(name))
  const last = Math.min(...[one.latest, one.due].filter((name) => name !== undefined).map(periodAt), file.periods.length - 1)
  return [
    ...Object.keys(one.effort)
      .filter((name) => !squads.has(name))
      .map((name): Fault => ({ at: `${at}.effort.${name}`, says: 'is no squad of this file', code: 'unknown' })),
    ...skillFaults(one, `${at}.skills`, squads),
    ...(one.requires ?? [])
      .filter((name) => !items.has(name))
      .map((name): Fault => ({ at: `${at}.requires`, says: `names “${name}”, which is no item of this file`, code: 'unknown' })),
    ...(themes.size === 0 ? [] : shares.filter(([name]) => !themes.has(name))).map(([name]): Fault => ({
      at: `${at}.theme`,
      says: `names “${name}”, which is no theme of this file`,
      code: 'unknown',
    })),
    ...(shares.length > 0 && Math.abs(total - 1) > 1e-6 ? [{ at: `${at}.theme`, says: `has shares that sum to ${total}, not 1` }] : []),
    ...Object.entries(when).flatMap(([name, period]): Fault[] =>
      period !== undefined && periodAt(period) < 0
        ? [{ at: `${at}.${name}`, says: `names “${period}”, which is no period of this file`, code: 'unknown' }]
        : [],
    ),
    ...(one.earliest !== undefined && periodAt(one.earliest) > last
      ? [{ at, says: 'may start only after it must be done', hint: 'Its dates are reversed.', code: 'dates-reversed' }]
      : []),
    ...(one.due !== undefined && one.mandatory !== true
      ? [{ at: `${at}.due`, says: 'is given for an item that is not mandatory', hint: 'Write "latest", or make it mandatory.' }]
      : []),
    ...(one.exclude && (one.mandatory || one.pin !== undefined)
      ? [{ at, says: `is both ${one.mandatory ? 'mandatory' : 'pinned'} and excluded`, hint: 'Keep one of the two.', code: 'contradiction' }]
      : []),
  ]
}

function skillFaults({ skills = {}, effort }: PortfolioItem, at: string, squads: ReadonlySet<string>): Fault[] {
  const most = Math.max(0, ...Object.keys(effort).map((squad) => Object.values(skills).reduce<number>((sum, share) => sum + shareIn(share, squad), 0)))
  return [
    ...twiceSkilled(skills, at),
    ...Object.entries(skills).flatMap(([skill, share]) =>
      (typeof share === 'number' ? [] : Object.keys(share).filter((name) => !squads.has(name))).map((name): Fault => ({
        at: `${at}.${skill}.${name}`,
        says: 'is no squad of this file',
        code: 'unknown',
      })),
    ),
    ...(most > 1 + 1e-6 ? [{ at, says: `takes ${Math.round(most * 100)} % of the effort`, hint: 'Shares of skills sum to at most 100 %.' }] : []),
  ]
}

/** The share of a squad’s weeks that a skill takes. */
export const shareIn = (share: number | Readonly<Record<string, number>>, squad: string): number => (typeof share === 'number' ? share : (share[squad] ?? 0))

function exclusiveFaults(set: readonly string[], at: string, file: Portfolio): Fault[] {
  const items = new Set(file.items.map((one) => one.id))
  return [
    ...set.filter((name) => !items.has(name)).map((name): Fault => ({ at, says: `names “${name}”, which is no item of this file`, code: 'unknown' })),
    ...twice(set).map((name): Fault => ({ at, says: `names “${name}” twice`, code: 'duplicate' })),
  ]
}

import { csvOf } from '#engines/numbers/csv.ts'
import type { KpiLine, RoleCard } from './roleCard.ts'

const head = [
  'no',
  'group',
  'kpi',
  'metric',
  'period',
  'actual',
  'unit',
  'currency',
  'target',
  'target_upper',
  'target_by',
  'variance',
  'prior',
  'prior_period',
  'interval_low',
  'interval_high',
  'n',
  'state',
  'reason',
  'owner',
  'trust',
  'fresh_through',
  'definition_version',
  'policy',
  'missing',
  'as_of',
] as const

/** The scorecard as a table for a spreadsheet: figures as they are (a share as a fraction), one line per measure, each with its proof. */
export const roleCsv = ({ lines, asOf }: RoleCard): string => csvOf([head, ...lines.map((line) => [...cells(line), asOf])])

function cells({ no, group, name, key, item, says, missing }: KpiLine): (string | number | null)[] {
  const lacks = missing.map(({ fact, noun }) => fact ?? noun).join(' ')
  if (!item) return [no, group, name, key, ...Array.from<null>({ length: 14 }).fill(null), says, null, null, null, null, null, lacks]
  const { period, value, unit, currency, target, variance, prior, interval, n, state, owner, trust, freshness, version, policy } = item
  const goal = [target?.value ?? null, target?.upper ?? null, target?.by.slice(0, 10) ?? null, variance]
  const proof = [interval?.low ?? null, interval?.high ?? null, n, state, says, owner?.name ?? null, trust.state, freshness.newest, version, policy.id]
  return [no, group, name, key, period, value, unit, currency, ...goal, prior?.value ?? null, prior?.period ?? null, ...proof, lacks]
}

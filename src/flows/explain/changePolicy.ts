import { comparePolicies as differences } from '#engines/metrics/revenue/revenue.ts'
import { isRecord, Problem, type AnyRow, type Context, type Unit } from '#kernel'
import { policyIn } from '../policyText.ts'
import { resolved } from './comparePolicies.ts'

/** A series under both policies, as of the day of the proposal. */
export interface Restated {
  readonly metric: string
  readonly unit: Unit
  readonly points: readonly { readonly period: string; readonly now: number | null; readonly then: number | null }[]
}

const restatedMetrics = ['net-revenue-retention', 'gross-revenue-retention', 'logo-churn-rate', 'mrr-movements']

/** Asks to count revenue otherwise: nothing changes yet, and both series stand in the proposal. */
export async function proposePolicy(ctx: Context, { policy, reason }: { readonly policy: unknown; readonly reason: string }): Promise<AnyRow> {
  const to = textOf(policy)
  const row = await ctx.find('workspace', ctx.workspace.id)
  const from = String(row['revenuePolicy'] ?? 'default')
  const turned = differences(resolved(policyIn(from)), resolved(policyIn(to)))
  if (turned.length === 0) throw new Problem('refused', 'That is the policy in force.', 'Turn at least one switch.', { code: 'same-policy' })
  const restated = await restatement(ctx, policyIn(to))
  const name = to.startsWith('{') ? `Turn ${turned.map((one) => one.switch.replaceAll('_', ' ')).join(', ')}`.slice(0, 200) : `Count as ${to} does`
  return await ctx.perform('policyChange', 'propose', {}, { name, from, to, reason, restated: { series: restated } })
}

/** Adopts a proposal: a second person, or an administrator with a reason. */
export async function adoptPolicy(ctx: Context, id: string, words: string | undefined): Promise<AnyRow> {
  return await ctx.perform('policyChange', 'adopt', { id }, { workspace: ctx.workspace.id, ...(words ? { words } : {}) })
}

/** The revenue series as they are and as they would have been. */
export async function restatement(ctx: Context, policy: unknown): Promise<Restated[]> {
  return await Promise.all(
    restatedMetrics.map(async (metric) => {
      const [now, then] = await Promise.all([ctx.measure({ metric }), ctx.measure({ metric, policy })])
      const other = new Map(then.points.map(({ period, value }) => [period, value]))
      return { metric, unit: now.unit, points: now.points.map(({ period, value }) => ({ period, now: value, then: other.get(period) ?? null })) }
    }),
  )
}

/** A preset by name, or switches as JSON in one line, so that the same policy is the same text. */
function textOf(policy: unknown): string {
  const asked = typeof policy === 'string' ? policyIn(policy) : policy
  if (typeof asked === 'string') return (resolved(asked), asked)
  if (!isRecord(asked))
    throw new Problem('invalid', 'A policy is a preset’s name or an object of switches.', 'Write “stripe”, or {"churn_recognised": "cancellation"}.')
  resolved(asked)
  return JSON.stringify(Object.fromEntries(Object.entries(asked).toSorted(([a], [b]) => (a < b ? -1 : 1))))
}

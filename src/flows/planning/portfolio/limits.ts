import { limitFaults, usualLimits } from '#engines/portfolio/health/health.ts'
import { isRecord, Problem, type AnyRow, type Context } from '#kernel'
import { limitsIn, portfolioHealth, type PortfolioHealth } from './health.ts'

export interface LimitWish {
  /** As in the answer of health: `rules` by proposal and input, `signals` with weak and bad. Empty: the usual ones. */
  readonly limits: unknown
  readonly reason: string
  /** Only tell what it would change. */
  readonly dryRun: boolean
}

/** Draws the lines of portfolio health for the workspace and answers with it; or tells what every line would be proposed for by them. */
export async function drawLimits(ctx: Context, { limits: given, reason, dryRun }: LimitWish): Promise<PortfolioHealth | AnyRow> {
  if (!isRecord(given))
    throw new Problem('invalid', 'The limits are not an object.', 'Write {"rules": {"harvest": {"growth": 0.05}}}.', { at: { field: 'limits' } })
  const misshapen = shapeFault(given)
  if (misshapen !== null)
    throw new Problem('invalid', misshapen, 'Write {"rules": {"harvest": {"growth": 0.05}}, "signals": {"margin": {"weak": 0.5, "bad": 0.2}}}.', {
      at: { field: 'limits' },
    })
  const limits = Object.keys(given).length === 0 ? usualLimits : limitsIn(given)
  const [fault] = limitFaults(limits)
  if (fault) throw new Problem('invalid', fault, 'Take names and order from the answer of portfolio health.', { at: { field: 'limits' } })
  if (dryRun) return await portfolioHealth(ctx, undefined, limits)
  return await ctx.perform('workspace', 'setHealthLimits', { id: ctx.workspace.id }, { limits, reason: reason.trim() || null }, reason.trim())
}

/** What would be read as no limit at all: a key that nobody knows, or a part that holds none. */
function shapeFault(given: Readonly<Record<string, unknown>>): string | null {
  for (const [part, own] of Object.entries(given)) {
    if (part !== 'rules' && part !== 'signals') return `There is no “${part}” among the limits, only rules and signals.`
    if (!isRecord(own)) return `“${part}” is not an object.`
    for (const [name, one] of Object.entries(own)) {
      if (!isRecord(one)) return `“${name}” of “${part}” is not an object.`
      const stranger = part === 'signals' ? Object.keys(one).find((end) => end !== 'weak' && end !== 'bad') : undefined
      if (stranger !== undefined) return `“${name}” has no “${stranger}”, only weak and bad.`
    }
  }
  return null
}

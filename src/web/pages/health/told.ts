import type { State } from '#web/contract.ts'
import { sayMany, sayValue } from '#web/say.ts'
import type { HealthFigure, MigrationLine, PortfolioHealth, ProductHealth } from './asked.ts'

type Input = keyof ProductHealth['inputs']
type Condition = ProductHealth['proposed']['asked'][number]['when'][number]

/** Inputs as a reader names them, and how their values are shown. */
const inputs: Readonly<Record<Input, { readonly says: string; readonly show: 'percent' | 'times' | 'count' }>> = {
  growth: { says: 'Revenue against a year ago', show: 'percent' },
  netRetention: { says: 'Net retention', show: 'percent' },
  margin: { says: 'Margin', show: 'percent' },
  revenueShare: { says: 'Part of all recurring revenue', show: 'percent' },
  usageShare: { says: 'Part of active accounts, last quarter', show: 'percent' },
  usageShareBefore: { says: 'Part of active accounts, the quarter before', show: 'percent' },
  usageGrowth: { says: 'Active accounts against the quarter before', show: 'percent' },
  costToUsage: { says: 'Part of cost for its part of use', show: 'times' },
  ticketLoad: { says: 'Tickets for each active account, against all products', show: 'times' },
  incidents: { says: 'P0 and P1 incidents, last quarter', show: 'count' },
}

/** How a limit is typed: shares in per cent, the rest as they are. */
export const unitOf = (input: Input): '%' | '×' | '' => ({ percent: '%', times: '×', count: '' } as const)[inputs[input].show]
export const typedOf = (input: Input, value: number): string => String(Math.round((unitOf(input) === '%' ? value * 100 : value) * 1000) / 1000)
export const readTyped = (input: Input, text: string): number => (text.trim() === '' ? Number.NaN : Number(text) / (unitOf(input) === '%' ? 100 : 1))

export const inputSays = (input: Input): string => inputs[input].says

export function valueSays(input: Input, value: number | null): string {
  if (value === null) return 'unknown'
  const { show } = inputs[input]
  return show === 'percent' ? `${Math.round(value * 1000) / 10}%` : show === 'times' ? `${Math.round(value * 100) / 100}×` : String(value)
}

const signs = { below: 'below', above: 'above', atLeast: 'at least' } as const
export const conditionSays = ({ input, is, limit }: Condition): string => `${inputSays(input)} ${signSays(is)} ${valueSays(input, limit)}`
export const signSays = (is: Condition['is']): string => signs[is]

export const proposals = { invest: 'Invest', hold: 'Hold', harvest: 'Harvest', sunset: 'Sunset' } as const
export const proposalSays = ({ proposed }: ProductHealth): string => (proposed.proposal === null ? 'Unknown' : proposals[proposed.proposal])

export const grades: Readonly<Record<'healthy' | 'watch' | 'ailing', { readonly state: State; readonly says: string }>> = {
  healthy: { state: 'green', says: 'Healthy' },
  watch: { state: 'amber', says: 'Watch' },
  ailing: { state: 'red', says: 'Ailing' },
}
export const marks: Readonly<Record<'good' | 'weak' | 'bad', State>> = { good: 'green', weak: 'amber', bad: 'red' }

/** What a product is treated as, where its rule says otherwise. */
const treated: Readonly<Record<string, keyof typeof proposals>> = { investing: 'invest', sustaining: 'hold', harvesting: 'harvest', sunsetting: 'sunset' }

/** The proposal that differs most from what is done; else how many lines are as proposed, and what nobody can tell. */
export function headline({ lines }: PortfolioHealth): string {
  const off = lines.filter(
    ({ proposed, lifecycle }) => proposed.proposal !== null && treated[lifecycle] !== undefined && treated[lifecycle] !== proposed.proposal,
  )
  const [first] = off.toSorted((a, b) => weightOf(b) - weightOf(a))
  if (first) return `${first.name} is ${first.lifecycle}; its rule says ${proposalSays(first).toLowerCase()}`
  const known = lines.filter(({ proposed }) => proposed.proposal !== null)
  if (known.length === 0) return 'No product line can be told yet: its records are missing'
  const rest = lines.length - known.length
  return `${sayMany(known.length, 'product line')} ${known.length === 1 ? 'is' : 'are'} treated as ${known.length === 1 ? 'its rule says' : 'their rules say'}${rest > 0 ? `, ${rest} cannot be told` : ''}`
}

const weightOf = ({ figures }: ProductHealth): number => figures.revenue.value ?? 0

/** A figure with the one before it; a dash with its reason where there is none. */
export function figureSays({ value, unit }: HealthFigure, currency: string): string {
  return sayValue(value, unit, currency)
}

/** How far a migration has come, against the days that are left. */
export function migrationSays({ state, left, moved, landsOn, endOn, lacks }: MigrationLine): string {
  if (left === null) return lacks ?? 'Nobody can say who still pays'
  if (moved === null) return `${sayMany(left.accounts, 'account')} to move`
  const share = moved.share === null ? 'nobody paid when it was announced' : `${moved.accounts} of ${moved.of} have moved, ${Math.round(moved.share * 100)}%`
  if (left.accounts === 0) return `${share}; nobody is left`
  if (state === 'ended' || state === 'cancelled' || endOn === null) return share
  return landsOn === null || landsOn > endOn ? `${share}; at this pace not done by its last day` : `${share}; at this pace done in time`
}

/** A change against the period before: shares in points with one decimal, the rest as its difference says. */
export function changeSays({ value, before, unit }: HealthFigure, otherwise: string): string {
  if (unit !== 'ratio' || value === null || before === null) return otherwise
  const points = Math.round((value - before) * 1000) / 10
  return points === 0 ? 'as before' : `${points > 0 ? '+' : '−'}${Math.abs(points).toFixed(1)} pts`
}

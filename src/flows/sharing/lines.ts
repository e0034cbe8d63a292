import { showPeriod } from '#engines/numbers/showPeriod.ts'
import { betFields } from './audiences.ts'
import type { Horizon, SharedBet } from './bets.ts'
import type { SharedRoadmap } from './roadmap.ts'

type Cell = string | number | null

/** A column of the roadmap as a table: its field in the policy of audiences, and what stands in it. */
interface Column {
  readonly says: string
  readonly needs: string
  readonly of: (bet: SharedBet) => Cell
}

const columns: readonly Column[] = [
  { says: 'Key', needs: 'key', of: ({ key }) => key ?? null },
  { says: 'Horizon', needs: 'horizon', of: ({ horizon }) => horizonSays[horizon] },
  { says: 'Bet', needs: 'horizon', of: ({ title }) => title },
  { says: 'Benefit', needs: 'story', of: ({ benefit }) => benefit },
  { says: 'Stage', needs: 'horizon', of: ({ label }) => label },
  { says: 'When', needs: 'horizon', of: ({ when }) => when },
  { says: '85 % by', needs: 'likelyBy', of: ({ likelyBy }) => likelyBy ?? null },
  { says: 'Forecast 50 %', needs: 'forecast', of: ({ forecast }) => forecast?.half ?? null },
  { says: 'Forecast 85 %', needs: 'forecast', of: ({ forecast }) => forecast?.likely ?? null },
  { says: 'Hard date', needs: 'hardDate', of: ({ hardDate }) => hardDate ?? null },
  { says: 'Squads', needs: 'teams', of: ({ teams }) => teams?.join(', ') ?? null },
  { says: 'Owner', needs: 'owner', of: ({ owner }) => owner ?? null },
  { says: 'Investment', needs: 'investment', of: ({ investment }) => investment ?? null },
  { says: 'Person-weeks', needs: 'effort', of: ({ effort }) => effort ?? null },
  { says: 'Confidence', needs: 'confidence', of: ({ confidence }) => confidence ?? null },
  {
    says: 'Outcome',
    needs: 'outcome',
    of: ({ outcome }) => outcome?.map(({ metric, baseline, target }) => `${metric}: ${baseline ?? 'no baseline'} to ${target}`).join('; ') ?? null,
  },
  { says: 'Value a year', needs: 'value', of: ({ value }) => value?.amount ?? null },
  { says: 'Currency', needs: 'value', of: ({ value }) => value?.currency ?? null },
]
const horizonSays: Readonly<Record<Horizon, string>> = { now: 'Now', next: 'Next', later: 'Later' }

/** The roadmap as a table for spreadsheets and programs: the columns that the audience may see, one line for each bet. */
export function linesOf({ audience, lanes }: SharedRoadmap): { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] } {
  const shown = columns.filter(({ needs }) => betFields[audience].includes(needs))
  return { head: shown.map(({ says }) => says), rows: lanes.flatMap(({ bets }) => bets.map((bet) => shown.map(({ of }) => of(bet)))) }
}

/** What stands under a title on a card: stage, squads, owner, worth. */
export function underTitle({ label, teams, owner, value, confidence }: SharedBet): string {
  const worth = value ? `${value.currency} ${Math.round(value.amount).toLocaleString('en-US')} a year` : null
  const sure = confidence === null || confidence === undefined ? null : `${Math.round(confidence * 100)} % sure`
  return [label, teams?.join(', '), owner, worth, sure].filter(Boolean).join(' · ')
}

/** Without control characters and overrides of writing direction: they show nothing, can disguise a text, and break what typesets it. */
export const printable = (text: string): string =>
  text.toWellFormed().replaceAll(/[\p{Cc}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')

/** The title of the page, and the line under it. */
export const headOf = ({ company, asOf, audienceName }: SharedRoadmap): string => `${company} · as of ${showPeriod(asOf)} · for ${audienceName.toLowerCase()}`

/** How to read it, in one line for each lens. */
export const legends = {
  horizons: 'Now is being built or committed. Next is shaped and likely. Later is a direction: it has no dates.',
  timeline:
    'A bar is the time that a bet is planned for; a pale bar is a quarter or coarser, anywhere inside. The thin line is what its people say, from 50 to 85 %, the diamond a hard date.',
  approved: 'A bar is a time that was approved to be told; a pale bar is a quarter or coarser, anywhere inside.',
} as const

/** The time of a bet on a timeline of these quarters stands in its words too, so that no bar is the only one to say it. */
export const legendOf = ({ audience }: SharedRoadmap): string => (betFields[audience].includes('timeframe') ? legends.timeline : legends.approved)

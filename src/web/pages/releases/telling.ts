import type { State } from '#web/contract.ts'
import { sayDay, sayMany, sayValue } from '#web/say.ts'
import type { ReleaseLine, Releases, Scope } from './asked.ts'

type Outlook = NonNullable<ReleaseLine['outlook']>

/** How a promised day stands, as shape, colour and word together. */
export const standing: Readonly<Record<Outlook['level'], { readonly state: State; readonly says: string }>> = {
  blocked: { state: 'red', says: 'Blocked' },
  late: { state: 'red', says: 'Late' },
  atRisk: { state: 'amber', says: 'At risk' },
  unknown: { state: 'none', says: 'Unknown' },
  undated: { state: 'none', says: 'No day' },
  onTrack: { state: 'green', says: 'On track' },
  done: { state: 'green', says: 'Ready' },
}

export const isOpen = ({ state }: Pick<ReleaseLine, 'state'>): boolean => state === 'planned' || state === 'frozen'

/** The state of all of them in one sentence. */
export function headline({ lines }: Pick<Releases, 'lines'>): string {
  const coming = lines.filter(isOpen)
  const danger = coming.filter(({ outlook }) => outlook && ['red', 'amber'].includes(standing[outlook.level].state))
  if (coming.length === 0) return 'No release is on its way'
  const first = sayMany(coming.length, 'release is on its way', 'releases are on their way')
  if (danger.length === 0) return `${first}, none in danger`
  const named = danger.slice(0, 2).map(({ title }) => title)
  const rest = danger.length - named.length
  return `${first}, ${danger.length} in danger: ${named.join(' and ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** The day that a release is promised for, and by which word. */
export function dayOf(line: ReleaseLine): { readonly says: string; readonly of: string } | null {
  const { promised, promisedAs } = line.outlook ?? { promised: null, promisedAs: null }
  if (promised === null || promisedAs === null) return null
  return { says: sayDay(promised), of: { external: 'customers were told', internal: 'internal', window: 'end of its window' }[promisedAs] }
}

/** What a frozen scope has become, in a few words; null when it is not frozen. */
export function scopeSays(scope: Scope | null): string | null {
  if (!scope) return null
  const parts = [
    scope.added.length > 0 ? `${scope.added.length} added` : '',
    scope.removed.length > 0 ? `${scope.removed.length} removed` : '',
    scope.resized.length > 0 ? `${scope.resized.length} resized` : '',
  ].filter(Boolean)
  return parts.length === 0
    ? 'unchanged'
    : `${parts.join(', ')}${scope.weeks === 0 ? '' : `, ${scope.weeks > 0 ? '+' : '−'}${weeksSay(Math.abs(scope.weeks))}`}`
}

/** Person-weeks without their word, where a heading says it. */
export const weeksIn = (weeks: number): string => String(Math.round(weeks * 10) / 10)
export const weeksSay = (weeks: number): string => `${weeksIn(weeks)} person-${weeksIn(weeks) === '1' ? 'week' : 'weeks'}`

/** What slipped past us, or the day on which that can be said. */
export function defectsSay({ defects }: Pick<ReleaseLine, 'defects'>): string {
  if (!defects) return ''
  if (defects.state === 'unknown') return 'unknown'
  if (defects.state === 'tooEarly') return `judged on ${sayDay(defects.judgedOn)}`
  return defects.share === null ? 'none found' : sayValue(defects.share, 'percent')
}

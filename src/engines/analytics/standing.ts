import { showPeriod } from '../numbers/showPeriod.ts'

/** What is known of an account on a day. Null is not known, never zero. */
export interface Standing {
  readonly people: number
  readonly peopleBefore: number
  /** Milliseconds of the newest event. */
  readonly last: number | null
  readonly openTickets: number
  readonly urgentTickets: number
  /** The newest answer, 0 to 10. */
  readonly nps: number | null
  /** Lines of the ledger that run. */
  readonly lines: number
  readonly pastDue: number
  /** The next day on which a line renews, as 2026-03-31. */
  readonly renews: string | null
  /** The day on which the last line ends, where all are cancelled. */
  readonly ends: string | null
  readonly asOf: number
}

export type Colour = 'green' | 'amber' | 'red' | 'unknown'
export interface Sign {
  readonly id: 'usage' | 'people' | 'support' | 'voice' | 'contract'
  readonly state: Colour
  readonly says: string
}

const day = 86_400_000

/**
 * The signs of an account’s health, each by a rule that is said with it, and never a sum of points: silent for 14 days is amber and for 28 red; a
 * quarter fewer people than in the 28 days before is amber and half red; one urgent ticket is amber and three red; an NPS answer of 7 or 8 is amber
 * and below red; a renewal within 90 days while another sign is not green is amber, as is an end within 90 days; a line past due is red. The whole is as bad as its worst sign.
 */
export function healthOf(standing: Standing): { readonly state: Colour; readonly signs: readonly Sign[] } {
  const own = [usage(standing), people(standing), support(standing), voice(standing)]
  const signs = [
    ...own,
    contract(
      standing,
      own.some(({ state }) => state === 'amber' || state === 'red'),
    ),
  ]
  const order: readonly Colour[] = ['red', 'amber', 'green']
  return { state: order.find((colour) => signs.some(({ state }) => state === colour)) ?? 'unknown', signs }
}

function usage({ last, asOf }: Standing): Sign {
  if (last === null) return { id: 'usage', state: 'unknown', says: 'No event of it ever came' }
  const silent = Math.max(0, Math.floor((asOf - last) / day))
  const says = silent === 0 ? 'Used today' : silent === 1 ? 'Last used yesterday' : `Last used ${silent} days ago`
  return { id: 'usage', state: silent >= 28 ? 'red' : silent >= 14 ? 'amber' : 'green', says }
}

function people({ people: now, peopleBefore: before, last, asOf }: Standing): Sign {
  if (last === null || (now === 0 && before === 0))
    return { id: 'people', state: 'unknown', says: last !== null && asOf - last < 56 * day ? 'Its events name no people' : 'Nobody came in the last 56 days' }
  const says = `${now} people in 28 days, ${before} in the 28 before`
  return { id: 'people', state: now <= before * 0.5 ? 'red' : now <= before * 0.75 ? 'amber' : 'green', says }
}

function support({ openTickets, urgentTickets }: Standing): Sign {
  const says = openTickets === 0 ? 'No open tickets' : `${openTickets} open ${openTickets === 1 ? 'ticket' : 'tickets'}, ${urgentTickets} urgent`
  return { id: 'support', state: urgentTickets >= 3 ? 'red' : urgentTickets >= 1 ? 'amber' : 'green', says }
}

function voice({ nps }: Standing): Sign {
  if (nps === null) return { id: 'voice', state: 'unknown', says: 'Never answered an NPS question' }
  return { id: 'voice', state: nps >= 9 ? 'green' : nps >= 7 ? 'amber' : 'red', says: `Last NPS answer ${nps} of 10` }
}

function contract({ lines, pastDue, renews, ends, asOf }: Standing, isTroubled: boolean): Sign {
  if (pastDue > 0) return { id: 'contract', state: 'red', says: `${pastDue} ${pastDue === 1 ? 'line is' : 'lines are'} past due` }
  if (lines === 0) return { id: 'contract', state: 'unknown', says: 'No paid line runs' }
  const next = ends ?? renews
  if (next === null) return { id: 'contract', state: 'green', says: 'Runs without an end' }
  const left = Math.max(0, Math.ceil((Date.parse(`${next}T00:00:00Z`) - asOf) / day))
  const isNear = left <= 90 && (isTroubled || ends !== null)
  return {
    id: 'contract',
    state: isNear ? 'amber' : 'green',
    says: `${ends ? 'Ends' : 'Renews'} ${showPeriod(next)}, in ${left} ${left === 1 ? 'day' : 'days'}`,
  }
}

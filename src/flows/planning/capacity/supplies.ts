import { given, seatGives, skillName, type Giving, type TakenOff } from '#engines/portfolio/capacity/gives.ts'
import type { Supply } from '#engines/portfolio/capacity/load.ts'
import type { AnyRow } from '#kernel'
import { byKey, number, text } from '../reading.ts'
import { givingOf } from './rows.ts'

export interface SeatLine {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly squad: string
  readonly skill: string | null
  readonly share: number
  readonly startsOn: string
  readonly state: string
  readonly countedFrom: string | null
  /** Person-weeks that it gives in each quarter, once its first month is over; null where its squad has no capacity plan to tell the terms. */
  readonly gives: readonly { readonly quarter: string; readonly weeks: number | null }[]
}

export interface Supplied {
  /** What is sure: the plans, and the filled seats that they do not count. */
  readonly sure: Supply
  /** The same with every open, offered and planned seat. */
  readonly hired: Supply
  readonly seats: { readonly filled: number; readonly open: number; readonly planned: number }
  readonly headcount: number | null
  readonly isConfirmed: boolean
  readonly off: TakenOff
}

const stateOf = (row: AnyRow): keyof Supplied['seats'] | null =>
  ({ filled: 'filled', open: 'open', offered: 'open', planned: 'planned' } as const)[text(row['state'])] ?? null

/** What a squad gives in a quarter, its plans added up, and what seats add by their ramp. A skill is told where any plan of the squad names one. */
export function suppliesOf(plans: readonly AnyRow[], seats: readonly AnyRow[]): (squad: string, quarter: string) => Supplied {
  const byPlace = Map.groupBy(plans, (row) => `${text(row['team'])} ${text(row['period'])}`)
  const known = new Map<string, Supplied>()
  return (squad, quarter) => {
    const place = `${squad} ${quarter}`
    const told = known.get(place) ?? supplied(squad, quarter)
    known.set(place, told)
    return told
  }

  function supplied(squad: string, quarter: string): Supplied {
    const own = byPlace.get(`${squad} ${quarter}`) ?? []
    const gives = own.map((row) => given(givingOf(row)))
    const sum = { weeks: gives.reduce((all, { weeks }) => all + weeks, 0), bySkill: gives.some(({ bySkill }) => bySkill) ? new Map<string, number>() : null }
    for (const { bySkill } of gives) for (const [skill, weeks] of bySkill ?? []) sum.bySkill?.set(skill, (sum.bySkill.get(skill) ?? 0) + weeks)
    const added = seats.flatMap((row) => {
      const [state, weeks] = [stateOf(row), text(row['team']) === squad ? seatIn(row, own, quarter) : null]
      return state === null || weeks === null ? [] : [{ state, weeks, skill: text(row['skill']) }]
    })
    const of = (state: keyof Supplied['seats']): number => added.filter((one) => one.state === state).reduce((all, one) => all + one.weeks, 0)
    const filled = added.filter(({ state }) => state === 'filled')
    return {
      sure: withSeats(sum, filled),
      hired: withSeats(sum, added),
      seats: { filled: of('filled'), open: of('open'), planned: of('planned') },
      headcount: own.length === 0 ? null : own.reduce((all, row) => all + (number(row['headcount']) ?? 0), 0),
      off: gives.reduce((all, { off }) => together(all, off), nothing),
      isConfirmed: own.length > 0 && own.every((row) => row['state'] === 'confirmed'),
    }
  }
}

const nothing: TakenOff = { gross: 0, holidays: 0, away: 0, leave: 0, operations: 0, reserve: 0 }
const together = (a: TakenOff, b: TakenOff): TakenOff => ({
  gross: a.gross + b.gross,
  holidays: a.holidays + b.holidays,
  away: a.away + b.away,
  leave: a.leave + b.leave,
  operations: a.operations + b.operations,
  reserve: a.reserve + b.reserve,
})

function withSeats({ weeks, bySkill }: Supply, seats: readonly { readonly weeks: number; readonly skill: string }[]): Supply {
  const skills = bySkill && new Map(bySkill)
  for (const one of seats) if (skills && one.skill !== '') skills.set(skillName(one.skill), (skills.get(skillName(one.skill)) ?? 0) + one.weeks)
  return { weeks: weeks + seats.reduce((sum, one) => sum + one.weeks, 0), bySkill: skills }
}

/** The headcount plan: seats that are not closed, by their first day, with what each gives. */
export function seatLines(plans: readonly AnyRow[], seats: readonly AnyRow[], quarters: readonly string[]): SeatLine[] {
  return seats
    .filter((row) => stateOf(row) !== null)
    .map((row) => ({
      id: row.id,
      key: row.key,
      title: text(row['title']),
      squad: text(row['team']),
      skill: text(row['skill']) || null,
      share: number(row['share']) ?? 1,
      startsOn: text(row['startsOn']),
      state: text(row['state']),
      countedFrom: text(row['countedFrom']) || null,
      gives: quarters.map((quarter) => ({
        quarter,
        weeks: seatIn(
          row,
          plans.filter((plan) => plan['team'] === row['team'] && plan['period'] === quarter),
          quarter,
        ),
      })),
    }))
    .toSorted((a, b) => a.startsOn.localeCompare(b.startsOn) || byKey(a, b))
}

/** What a seat adds to a quarter on the terms of its squad’s largest plan; nothing once plans count the person; null without a plan. */
function seatIn(row: AnyRow, plans: readonly AnyRow[], quarter: string): number | null {
  const counted = text(row['countedFrom'])
  if (counted !== '' && counted <= quarter) return 0
  const [largest] = plans.toSorted((a, b) => (number(b['headcount']) ?? 0) - (number(a['headcount']) ?? 0))
  const terms: Giving | null = largest ? givingOf(largest) : null
  return terms && seatGives(terms, { startsOn: text(row['startsOn']), share: number(row['share']) ?? 1 })
}

import { addMonths } from '../../numbers/dates.ts'
import { wilson } from '../../numbers/intervals.ts'
import { nothing } from '../series/figure.ts'
import { civilDay, days, dimensionOf, isBy, isWithin, line, medianOf, numberOf, stretchOf, textOf, thingSeries, type Stretch, type Told } from './things.ts'
import type { Asked, Behind, Given, Row, Way } from './way.ts'

export interface HiringTerms {
  readonly measure: 'offers' | 'attrition' | 'quality'
}

/**
 * Do we hire and keep the right people (kpis.md 4.21)? offers = accepted / (accepted + declined); an offer that is open or withdrawn is in neither side.
 * attrition = regretted exits of the window / mean headcount of its months. quality = hires that meet the standard at their checkpoint / hires that reached
 * it; who left before it is a miss, who is younger is not asked yet. Wilson’s interval with the counts.
 */
export const hiring: Way<HiringTerms> = {
  counts: () => 'hiring',
  pairs: { never: 'Two dimensions crossed would tell of single people' },
  events: ({ measure }) => (measure === 'attrition' ? { event: 'regretted exit', events: 'regretted exits', between: 'days' } : null),
  switches: { checkpoint: { says: 'When the quality of a hire is read.', values: ['12m', '6m'], initial: '12m' } },
  reads: ({ measure }) => ({
    stages: { fact: 'hiring', columns: ['requisition_id', 'person_id', 'kind', 'at', 'role', 'level', 'source', 'meets_standard', 'regretted'] },
    ...(measure === 'attrition' ? { headcount: { fact: 'headcount', columns: ['month', 'count'] } } : {}),
  }),
  figures: ({ measure }, asked, given) => ({
    ...thingSeries(
      asked,
      careersIn(given),
      ({ head }, column) => dimensionOf(head, column),
      (some, stretch) => figures[measure](some, stretch, asked, given),
    ),
    text: says[measure],
    notes: notes[measure](asked, given),
  }),
  behind: ({ measure }, asked, given, period) => behind[measure](careersIn(given), stretchOf(asked.time, period), asked),
}

/** A person on a requisition, with all stages in time. */
interface Career {
  readonly person: string
  readonly head: Row
  readonly stages: readonly Row[]
}

const says = {
  offers: 'offers accepted ÷ offers accepted or declined, by the day of the answer',
  attrition: 'regretted exits in the window ÷ mean headcount of the months of the window',
  quality: 'hires who met the standard at their checkpoint ÷ hires whose checkpoint fell into the window; who left before it is a miss',
}
const notes: Readonly<Record<HiringTerms['measure'], (asked: Asked, given: Given) => string[]>> = {
  offers: () => [],
  attrition: (_, given) => (given.rows('headcount').length === 0 ? ['No headcount is stored, so that attrition has no base.'] : []),
  quality: ({ switches }) => [`Read ${switches['checkpoint'] === '6m' ? 6 : 12} months after the start.`],
}

/** One for each person and requisition; requisitions that nobody has filled are one without a person. A person who starts is the same from then on. */
function careersIn(given: Given): Career[] {
  const groups = Map.groupBy(given.rows('stages'), (row) => `${String(row['requisition_id'])} ${textOf(row, 'person_id') ?? ''}`)
  return [...groups.values()].map((rows) => {
    const stages = rows.toSorted((a, b) => (String(a['at']) < String(b['at']) ? -1 : 1))
    const head = Object.fromEntries(
      ['requisition_id', 'person_id', 'role', 'level', 'source'].map((column) => [
        column,
        stages.find((row) => textOf(row, column) !== null)?.[column] ?? null,
      ]),
    )
    return { person: textOf(head, 'person_id') ?? '', head, stages }
  })
}

const atOf = (row: Row | undefined): string | null => (row ? textOf(row, 'at') : null)
const stage = ({ stages }: Career, kind: string): Row | undefined => stages.findLast((row) => row['kind'] === kind)
const answerOf = ({ stages }: Career): Row | undefined =>
  stages.findLast((row) => row['kind'] === 'offer_accepted' || row['kind'] === 'offer_declined' || row['kind'] === 'offer_withdrawn')

type Reader = (careers: readonly Career[], stretch: Stretch, asked: Asked, given: Given) => Told

const figures: Readonly<Record<HiringTerms['measure'], Reader>> = {
  offers(careers, stretch) {
    const answered = careers.filter((one) => isWithin(stretch, atOf(answerOf(one))))
    const count = (kind: string): number => answered.filter((one) => answerOf(one)?.['kind'] === kind).length
    const open = careers.filter((one) => isBy(stretch, atOf(stage(one, 'offer_extended'))) && !isBy(stretch, atOf(answerOf(one))))
    const [accepted, declined] = [count('offer_accepted'), count('offer_declined')]
    return rate(accepted, accepted + declined, {
      declined,
      withdrawn: count('offer_withdrawn'),
      open: open.length,
      timeToFillDays: timeToFill(careers, answered),
    })
  },
  attrition(careers, stretch, _, given) {
    const exits = careers.filter((one) => isWithin(stretch, atOf(stage(one, 'exit'))))
    const regretted = exits.filter((one) => stage(one, 'exit')?.['regretted'] === true).length
    const months = Map.groupBy(
      given.rows('headcount').filter((row) => isWithin(stretch, textOf(row, 'month'))),
      (row) => String(row['month']).slice(0, 7),
    )
    const parts = {
      exits: exits.length,
      monthsCounted: months.size,
      unjudged: exits.filter((one) => textOf(stage(one, 'exit') ?? {}, 'regretted') === null).length,
    }
    if (months.size === 0) return { ...nothing('no_denominator'), numerator: regretted, parts }
    const mean = [...months.values()].flat().reduce((sum, row) => sum + Number(row['count']), 0) / months.size
    if (mean === 0) return { ...nothing('no_denominator'), numerator: regretted, parts }
    const n = Math.round(mean)
    return { value: regretted / mean, interval: regretted <= n ? wilson(regretted, n) : null, numerator: regretted, denominator: mean, n, parts }
  },
  quality(careers, stretch, asked) {
    const hires = careers.flatMap((one) => hireOf(one, asked))
    const reached = hires.filter(({ due }) => due >= stretch.from && due <= stretch.to)
    const judged = reached.filter(({ verdict }) => verdict !== 'unreviewed')
    const hits = judged.filter(({ verdict }) => verdict === 'met').length
    return rate(hits, judged.length, {
      left: judged.filter(({ verdict }) => verdict === 'left').length,
      unreviewed: reached.length - judged.length,
      immature: hires.filter(({ start, due }) => start <= stretch.to && due > stretch.to).length,
    })
  },
}

function rate(hits: number, n: number, parts: Readonly<Record<string, number | null>>): Told {
  return n === 0 ? { ...nothing('no_denominator'), parts } : { value: hits / n, interval: wilson(hits, n), numerator: hits, denominator: n, n, parts }
}

/** The middle of the days from the opened requisition to the accepted offer. */
function timeToFill(careers: readonly Career[], answered: readonly Career[]): number | null {
  const opened = new Map(
    careers.flatMap(({ head, stages }) =>
      stages.filter((row) => row['kind'] === 'opened').map((row): [unknown, string] => [head['requisition_id'], String(row['at'])]),
    ),
  )
  return medianOf(
    answered.flatMap((one) => {
      const from = opened.get(one.head['requisition_id'])
      const answer = answerOf(one)
      return from === undefined || answer?.['kind'] !== 'offer_accepted' ? [] : [(Date.parse(String(answer['at'])) - Date.parse(from)) / days]
    }),
  )
}

interface Hire {
  readonly person: string
  readonly start: string
  /** The civil day of the checkpoint. */
  readonly due: string
  readonly verdict: 'met' | 'missed' | 'left' | 'unreviewed'
}

function hireOf(one: Career, { switches, time: { timeZone } }: Asked): Hire[] {
  const started = atOf(stage(one, 'started'))
  if (started === null) return []
  const start = civilDay(started, timeZone)
  const due = addMonths(start, switches['checkpoint'] === '6m' ? 6 : 12)
  const left = atOf(stage(one, 'exit'))
  const review = stage(one, switches['checkpoint'] === '6m' ? 'review_6m' : 'review_12m')
  if (left !== null && civilDay(left, timeZone) < due) return [{ person: one.person, start, due, verdict: 'left' }]
  const met = review?.['meets_standard']
  return [{ person: one.person, start, due, verdict: met === true ? 'met' : met === false ? 'missed' : 'unreviewed' }]
}

/** Exits carry what a manager would ask next; offers and hires name people, which is why the fact is for administrators. */
const behind: Readonly<Record<HiringTerms['measure'], (careers: readonly Career[], stretch: Stretch, asked: Asked) => Behind[]>> = {
  offers: (careers, stretch) =>
    careers
      .filter((one) => isWithin(stretch, atOf(answerOf(one))))
      .map((one) => line({ account: one.person, name: textOf(one.head, 'role'), movement: String(answerOf(one)?.['kind']) })),
  attrition: (careers, stretch) =>
    careers
      .filter((one) => isWithin(stretch, atOf(stage(one, 'exit'))))
      .map((one) =>
        line({
          account: one.person,
          name: textOf(one.head, 'role'),
          change: numberOf(stage(one, 'exit') ?? {}, 'regretted'),
          movement: stage(one, 'exit')?.['regretted'] === true ? 'regretted' : 'not regretted',
        }),
      ),
  quality: (careers, { from, to }, asked) =>
    careers
      .flatMap((one) => hireOf(one, asked))
      .filter(({ due }) => due >= from && due <= to)
      .map(({ person, start, verdict }) => line({ account: person, name: start, movement: verdict })),
}

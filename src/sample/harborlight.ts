import { bets } from './bets.ts'
import { billedRows } from './billing.ts'
import { arrivalRows } from './arrivals.ts'
import { book } from './book.ts'
import { recordOf, type Day } from './calendar.ts'
import type { Customer } from './customer.ts'
import { cases } from './cases.ts'
import { commitments } from './commitments.ts'
import { costRows } from './costs.ts'
import { decisions } from './decisions.ts'
import { incidentRows, releaseRows, sliRows, sloRows, workRows } from './delivery.ts'
import { effortRows } from './effort.ts'
import { experimentRows } from './experiments.ts'
import { closedQuarter } from './closedQuarter.ts'
import { addPeriods, periodEnd } from '#engines/numbers/dates.ts'
import { goals } from './goals.ts'
import { initiativeRows } from './initiatives.ts'
import { kanoAnswers } from './kano.ts'
import { links } from './links.ts'
import { market } from './market.ts'
import { baselines, insightsShared } from './baselines.ts'
import { measures } from './measures.ts'
import { opportunities } from './opportunities.ts'
import { people, products } from './people.ts'
import { defectRows, reviewed, rolledBack } from './quality.ts'
import { quarters } from './quarters.ts'
import { scenarios } from './scenarios.ts'
import { seats } from './seats.ts'
import { random } from './random.ts'
import { accountRows, churnRows, fxRows, subscriptionRows, type Values } from './revenueFacts.ts'
import type { SampleObject, SamplePerson } from './sampleObject.ts'
import { releases } from './releases.ts'
import { rounds } from './rounds.ts'
import { scoring } from './scoring.ts'
import { inviteRows, surveyRows, ticketRows } from './support.ts'
import { assessmentRows, headcountRows, hiringRows, pulses } from './team.ts'
import { strategy } from './strategy.ts'
import { sunset } from './sunset.ts'
import { timeline } from './timeline.ts'
import { eventRows, featureRows, habits, userRows } from './usage.ts'
import { savedViews } from './savedViews.ts'
import { tree } from './tree.ts'
import { voices } from './voices.ts'

export interface Harborlight {
  /** Rows by fact, in the columns' own terms. Each can be walked as often as asked and gives the same rows; the long ones are made while walking. */
  readonly facts: Readonly<Record<string, Iterable<Values>>>
  /** Objects in an order in which they can be created; verbs come after all of them. */
  readonly objects: readonly SampleObject[]
  /** The same with what was done to them, day by day from the first day of the record to the last. */
  readonly record: readonly Day[]
  readonly people: readonly SamplePerson[]
  /** The last month that the product has closed (YYYY-MM), with which its story ends. */
  readonly closedMonth: string
}

interface Wanted {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Days that the product holds a month open after its end; what is hidden in the company ends with the last month that it has closed. */
  readonly maturityDays: number
  readonly seed?: number
}

/**
 * The made-up company: three products, some 400 paying accounts and 36 closed months of records, and those since, up to the day before `today`.
 * The same day and seed give the same company. What is hidden in it is written down in stories.ts.
 */
export function harborlight({ today, maturityDays, seed = 1 }: Wanted): Harborlight {
  const time = timeline(today, maturityDays)
  const stream = (name: string) => random(seed, name)
  const customers = book(time, seed)
  const known = habits(customers, time, stream('habits'))
  const tickets = ticketRows(customers, time, stream('tickets'))
  const surveys = [...surveyRows(customers, tickets, time, stream('surveys'))]
  const events = again(() => both(arrivalRows(customers, time, stream('arrivals')), eventRows(customers, time, known, stream('events'))))
  const [promised, asked] = [commitments(time, stream('commitments')), pulses(time, stream('pulses'))]
  const used = insightsShared(eventRows(customers, time, known, stream('events')), periodEnd(time.baselineMonth))
  const from = baselines(customers, { tickets, surveys, events: used }, time)
  const quarterBefore = baselines(customers, { tickets, surveys, events: used }, { ...time, baselineMonth: addPeriods(time.baselineMonth, -3) })
  const heard = voices(customers, time, stream('voices'))
  const objects = [
    ...products,
    ...customers.map((customer) => toAccount(customer, customers)).sort(parentsFirst),
    ...measures({ from, before: quarterBefore }, time),
    ...tree,
    ...closedQuarter(quarterBefore, from, time),
    ...goals(from, time),
    ...bets(time),
    ...strategy(time),
    ...cases(from, time),
    ...decisions(time),
    ...scoring(time),
    ...rounds(time),
    ...kanoAnswers(customers, time),
    ...savedViews,
    ...quarters(time),
    ...seats(time),
    ...scenarios(time),
    ...links(time, (name) => customers.find((customer) => customer.name === name)?.id ?? ''),
    ...heard,
    ...market(time, heard),
    ...opportunities(time, heard),
    ...sunset(time),
    ...releases(time),
  ]
  return {
    facts: {
      account: again(() => accountRows(customers)),
      app_user: again(() => userRows(customers, time)),
      subscription: again(() => subscriptionRows(customers, time)),
      fx_rate: again(() => fxRows(customers, time, stream('fx'))),
      control_total: again(() => billedRows(customers, time, stream('billing'))),
      churn_event: again(() => churnRows(customers, time, stream('churn'))),
      feature: again(() => featureRows(time)),
      event: events,
      ticket: tickets,
      survey_response: surveys,
      survey_invite: again(() => inviteRows(customers, surveys, time, stream('invites'))),
      incident: again(() => reviewed(incidentRows(customers, time, stream('incidents')), time, stream('post-mortems'))),
      release: again(() => rolledBack(releaseRows(time, stream('releases')), time, stream('roll-backs'))),
      defect: again(() => defectRows(releaseRows(time, stream('releases')), time, stream('defects'))),
      experiment: again(() => experimentRows(time, stream('experiments'))),
      commitment_snapshot: promised.snapshots,
      commitment_result: promised.results,
      cost_line: again(() => costRows(time, stream('costs'))),
      effort_actual: again(() => effortRows(time)),
      pulse: asked.answers,
      pulse_invite: asked.invites,
      assessment: again(() => assessmentRows(time, stream('assessments'))),
      hiring: again(() => hiringRows(time, stream('hiring'))),
      headcount: again(() => headcountRows(time)),
      slo: again(sloRows),
      sli_window: again(() => sliRows(time, stream('sli'))),
      work_item_transition: again(() => both(workRows(time, stream('work')), initiativeRows(time, stream('initiatives')))),
    },
    objects,
    record: recordOf(objects, time),
    people,
    closedMonth: time.month(0),
  }
}

function* both<T>(one: Iterable<T>, other: Iterable<T>): Iterable<T> {
  yield* one
  yield* other
}

const again = (walk: () => Iterable<Values>): Iterable<Values> => ({ [Symbol.iterator]: () => walk()[Symbol.iterator]() })

const parentsFirst = (a: SampleObject, b: SampleObject): number => Number(a.values['parent'] !== null) - Number(b.values['parent'] !== null)

function toAccount(customer: Customer, all: readonly Customer[]): SampleObject {
  const parent = all.find((each) => each.id === customer.parent)
  const last = customer.lines.at(-1)
  const kind = customer.internal ? 'internal' : last?.trial ? 'prospect' : last?.end ? 'former' : 'customer'
  const { name, segment, industry, region, plan, channel, createdOn, internal } = customer
  return {
    noun: 'account',
    externalId: customer.id,
    values: {
      name,
      kind,
      parent: parent?.id ?? null,
      segment,
      industry,
      region,
      plan,
      channel,
      startedOn: createdOn,
      isInternal: internal,
      owner: 'member:jonas',
    },
  }
}

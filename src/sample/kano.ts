import { paysOn, type Customer } from './customer.ts'
import type { SampleObject } from './sampleObject.ts'
import { addDays, type Timeline } from './timeline.ts'

type Feeling = 'like' | 'expect' | 'neutral' | 'liveWith' | 'dislike'
type Pair = readonly [times: number, withIt: Feeling, withoutIt: Feeling]

/** What customers answered to both questions: single sign-on is taken for granted, templates please, a sync for schools leaves most cold, and a price by use is not wanted. */
const answers: Readonly<Record<string, readonly Pair[]>> = {
  sso: [
    [15, 'expect', 'dislike'],
    [5, 'like', 'dislike'],
    [2, 'expect', 'liveWith'],
    [2, 'like', 'neutral'],
  ],
  seats: [
    [11, 'like', 'dislike'],
    [5, 'expect', 'dislike'],
    [3, 'like', 'liveWith'],
    [2, 'neutral', 'liveWith'],
  ],
  alerts: [
    [12, 'like', 'neutral'],
    [2, 'like', 'dislike'],
    [6, 'neutral', 'liveWith'],
  ],
  templates: [
    [9, 'like', 'liveWith'],
    [8, 'neutral', 'neutral'],
    [3, 'like', 'dislike'],
  ],
  rostering: [
    [11, 'neutral', 'neutral'],
    [3, 'like', 'neutral'],
    [2, 'expect', 'dislike'],
  ],
  pricing: [
    [9, 'dislike', 'like'],
    [4, 'dislike', 'expect'],
    [3, 'like', 'neutral'],
    [2, 'neutral', 'liveWith'],
  ],
}

/** A survey of administrators, and what they answered. */
export function kanoAnswers(customers: readonly Customer[], time: Timeline): SampleObject[] {
  const asked = customers.filter((customer) => !customer.internal && paysOn(customer, addDays(time.today, -60)))
  return Object.entries(answers).flatMap(([bet, pairs], place) =>
    pairs
      .flatMap(([times, functional, dysfunctional]) => Array.from({ length: times }, () => ({ functional, dysfunctional })))
      .map((pair, at) => ({
        noun: 'kanoAnswer',
        externalId: `kanoAnswer:${bet}:${at + 1}`,
        values: {
          initiative: `initiative:${bet}`,
          respondent: `Administrator ${at + 1}`,
          ...pair,
          account: asked[(at * 7 + place * 31) % asked.length]?.id ?? null,
          answeredOn: addDays(time.today, -24 - (at % 5)),
          basis: 'Survey of administrators, two questions for each bet',
        },
      })),
  )
}

import { expectTypeOf, test } from 'vitest'
import {
  action,
  boolean,
  change,
  date,
  email,
  formula,
  integer,
  list,
  manyOf,
  money,
  object,
  oneOf,
  percent,
  record,
  ref,
  refs,
  refuse,
  tags,
  text,
  type Id,
  type Money,
  type RowOf,
  type ValueOf,
} from './index.ts'

const bet = object('bet', {
  says: 'A bet.',
  key: 'BET',
  chapter: 'toys',
  title: 'title',
  fields: {
    title: text({ required: true }),
    note: text({ says: 'Optional.' }),
    stage: oneOf(['idea', 'live'], { required: true, initial: 'idea' }),
    team: ref('team'),
    backers: refs('team', { required: true }),
    channels: manyOf(['email', 'chat']),
    labels: tags({ required: true }),
    size: integer(),
    odds: percent({ required: true, min: 0 }),
    on: date({ required: true }),
    budget: money(),
    lead: email({ required: true }),
    open: boolean({ initial: false }),
    place: record({ city: text({ required: true }), floor: integer() }),
    steps: list({ what: text({ required: true }) }, { required: true }),
    health: formula({ type: 'string' }),
  },
})
type Bet = RowOf<typeof bet>

test('a required field has its value, an optional one may be null', () => {
  expectTypeOf<Bet['title']>().toEqualTypeOf<string>()
  expectTypeOf<Bet['note']>().toEqualTypeOf<string | null>()
  expectTypeOf<Bet['stage']>().toEqualTypeOf<'idea' | 'live'>()
  expectTypeOf<Bet['channels']>().toEqualTypeOf<readonly ('email' | 'chat')[] | null>()
  expectTypeOf<Bet['labels']>().toEqualTypeOf<readonly string[]>()
  expectTypeOf<Bet['size']>().toEqualTypeOf<number | null>()
  expectTypeOf<Bet['odds']>().toEqualTypeOf<number>()
  expectTypeOf<Bet['on']>().toEqualTypeOf<string>()
  expectTypeOf<Bet['budget']>().toEqualTypeOf<Money | null>()
  expectTypeOf<Bet['lead']>().toEqualTypeOf<string>()
  expectTypeOf<Bet['open']>().toEqualTypeOf<boolean | null>()
  expectTypeOf<Bet['health']>().toBeUnknown()
  const untold = text()
  expectTypeOf<ValueOf<typeof untold>>().toEqualTypeOf<string | null>()
})

test('structures and references keep their inner types', () => {
  expectTypeOf<Bet['place']>().toEqualTypeOf<{ readonly city: string; readonly floor: number | null } | null>()
  expectTypeOf<Bet['steps']>().toEqualTypeOf<readonly { readonly what: string }[]>()
  expectTypeOf<Bet['team']>().toEqualTypeOf<Id<'team'> | null>()
  expectTypeOf<Bet['backers']>().toEqualTypeOf<readonly Id<'team'>[]>()
  expectTypeOf<Id<'team'>>().not.toExtend<Id<'person'>>()
})

test('every row has its stamps', () => {
  expectTypeOf<Bet['version']>().toEqualTypeOf<number>()
  expectTypeOf<Bet['archivedAt']>().toEqualTypeOf<string | null>()
})

test('a verb sees the row and its input with their types, and sets only fields of the noun', () => {
  action(bet, 'start', {
    says: 'Begin.',
    input: { why: text({ required: true }), size: integer() },
    run: ({ row, input }) => {
      expectTypeOf(row.stage).toEqualTypeOf<'idea' | 'live'>()
      expectTypeOf(input.why).toEqualTypeOf<string>()
      expectTypeOf(input.size).toEqualTypeOf<number | null>()
      return row.stage === 'live' ? refuse('No.') : change({ stage: 'live', size: input.size })
    },
  })
  // @ts-expect-error a word that is no stage
  action(bet, 'halt', { says: '', run: () => change({ stage: 'stopped' }) })
  // @ts-expect-error a field that a bet does not have
  action(bet, 'paint', { says: '', run: () => change({ colour: 'red' }) })
  // @ts-expect-error a title that is no field
  object('thing', { says: '', key: 'T', chapter: 'toys', title: 'label', fields: { name: text() } })
  // @ts-expect-error a start that is no choice
  oneOf(['a', 'b'], { initial: 'c' })
})

import { addDays, daysBetween } from '#engines/numbers/dates.ts'
import { everyRow, isId, recordsIn, showDate, type AnyRow, type Context } from '#kernel'
import { nothingIfRefused } from '../refusedFigure.ts'
import { initiative } from '#objects'
import type { Need } from './need.ts'

/** What the plan asks of the one who reads: a word on bets of their own, a look at kill criteria whose day has come, an answer where somebody names them, and what changed of what they watch. */
export async function planNeeds(ctx: Context, day: string, asOf?: string): Promise<Need[]> {
  const past = asOf ? { asOf } : {}
  const me = ctx.me.id
  const [bets, cases, comments, watches] = await Promise.all([
    everyRow(ctx, 'initiative', { filter: { stage: [...initiative.inFlight], owner: me }, ...past }),
    everyRow(ctx, 'businessCase', { filter: { state: 'approved' }, ...past }),
    everyRow(ctx, 'comment', { filter: { mentions: me, resolved: false }, ...past }),
    everyRow(ctx, 'watch', { filter: { member: me }, ...past }),
  ])
  return [
    ...bets.flatMap((row) => quietOf(row, day)).slice(0, 3),
    ...cases.flatMap((row) => reachedIn(row, me, day)),
    ...comments
      .filter((row) => row['author'] !== me)
      .slice(0, 5)
      .flatMap((row) => namedIn(row)),
    ...(await movedIn(ctx, watches, day, asOf)).slice(0, 3),
  ]
}

const plain = { cost: null, due: null, age: null } as const

/** A running bet of which nobody has said anything for longer than a fortnight. */
function quietOf(row: AnyRow, day: string): Need[] {
  const since = initiative.lastWord(row)?.since ?? row.updatedAt
  const days = daysBetween(since.slice(0, 10), day)
  if (days <= initiative.quietDays) return []
  return [
    {
      kind: 'stale',
      title: `“${String(row['title'])}” has had no word for ${days} days`,
      says: `${row.key} · say how it stands`,
      noun: 'initiative',
      id: row.id,
      ...plain,
    },
  ]
}

/** How long a kill criterion whose day has come stays in sight: a month, while none of its case has fired and waits for its own decision. */
const inSight = 30

function reachedIn(row: AnyRow, me: string, day: string): Need[] {
  if (recordsIn(row['raised']).some((one) => !one['recoveredOn'])) return []
  return recordsIn(row['killCriteria'])
    .filter((one) => (one['decider'] ?? row['sponsor']) === me)
    .filter((one) => String(one['by']) <= day && daysBetween(String(one['by']), day) <= inSight)
    .map((one) => ({
      kind: 'check',
      title: `The day of a kill criterion has come: ${String(row['title'])}`,
      says: `${row.key} · ${String(one['metric'])}${typeof one['segment'] === 'string' ? `, ${one['segment']},` : ''} ${String(one['comparison'])} ${String(one['value'])}, judged ${one['judged'] === 'fromThatDay' ? 'from' : 'until'} ${showDate(String(one['by']))}`,
      noun: 'businessCase',
      id: row.id,
      ...plain,
    }))
}

function namedIn(row: AnyRow): Need[] {
  const [noun, id] = aboutOf(row)
  const words = String(row['body'])
  return noun === '' || id === ''
    ? []
    : [
        {
          kind: 'named',
          title: words.length > 120 ? `${words.slice(0, 119)}…` : words,
          says: 'Somebody names you; answer, or settle the thread',
          noun,
          id,
          ...plain,
        },
      ]
}

/** What somebody watches and what changed since yesterday, each noun read once. What is gone, or not theirs to see, tells nothing. */
async function movedIn(ctx: Context, watches: readonly AnyRow[], day: string, asOf?: string): Promise<Need[]> {
  const since = new Map(watches.map((row) => [aboutOf(row).join('/'), row.createdAt]))
  const ids = Map.groupBy(watches.map(aboutOf), ([noun]) => noun)
  const told = [...ids].map(async ([noun, about]): Promise<Need[]> => {
    const filter = { id: about.flatMap(([, id]) => (isId(id) ? [id] : [])), updatedAt: { gte: `${addDays(day, -1)}T00:00:00.000Z` } }
    const rows = await everyRow(ctx, noun, { filter, archived: true, ...(asOf ? { asOf } : {}) }).catch((error: unknown) => nothingIfRefused(error) ?? [])
    return rows.flatMap((row) => (row.updatedAt > (since.get(`${noun}/${row.id}`) ?? '') ? [movedOf(noun, row)] : []))
  })
  return (await Promise.all(told)).flat()
}

function movedOf(noun: string, row: AnyRow): Need {
  const title = [row['title'], row['name'], row['question']].find((one) => typeof one === 'string') ?? row.key
  return { kind: 'moved', title: String(title), says: `${row.key} · you watch it, and it changed`, noun, id: row.id, ...plain }
}

/** The noun and the id of what a comment or a watch is about. */
function aboutOf(row: AnyRow): readonly [noun: string, id: string] {
  const [noun = '', id = ''] = String(row['about']).split('/')
  return [noun, id]
}

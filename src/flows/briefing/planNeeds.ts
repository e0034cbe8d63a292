import { daysBetween } from '#engines/numbers/dates.ts'
import { everyRow, isRecord, recordsIn, showDate, type AnyRow, type Context } from '#kernel'
import { initiative } from '#objects'
import type { Need } from './need.ts'

/** What the plan asks of the one who reads: a word on bets of their own, a look at kill criteria whose day has come, an answer where somebody names them, and what changed of what they watch. */
export async function planNeeds(ctx: Context, day: string, asOf?: string): Promise<Need[]> {
  const past = asOf ? { asOf } : {}
  const me = ctx.me.id
  const [bets, cases, comments, watches] = await Promise.all([
    everyRow(ctx, 'initiative', { filter: { stage: ['committed', 'delivering'], owner: me }, ...past }),
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
    ...(await Promise.all(watches.slice(0, 200).map((row) => changedOf(ctx, row, day, asOf)))).flat().slice(0, 3),
  ]
}

const plain = { cost: null, due: null, age: null } as const

/** A running bet of which nobody has said anything for longer than a fortnight. */
function quietOf(row: AnyRow, day: string): Need[] {
  const last = isRecord(row['lastUpdate']) ? String(row['lastUpdate']['at']) : row.updatedAt // its commitment, at the earliest
  const days = daysBetween(last.slice(0, 10), day)
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

/** How long a kill criterion whose day has come stays in sight: a month, unless it fired and asked for its own decision. */
const inSight = 30

function reachedIn(row: AnyRow, me: string, day: string): Need[] {
  const raised = new Set(recordsIn(row['raised']).map((one) => String(one['criterion'])))
  return recordsIn(row['killCriteria'])
    .filter((one) => (one['decider'] ?? row['sponsor']) === me)
    .filter((one) => String(one['by']) <= day && daysBetween(String(one['by']), day) <= inSight && raised.size === 0)
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
  const [noun = '', id = ''] = String(row['about']).split('/')
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

/** What somebody watches and what changed since yesterday. A row that is gone, or not theirs to see, tells nothing. */
async function changedOf(ctx: Context, watch: AnyRow, day: string, asOf?: string): Promise<Need[]> {
  const [noun = '', id = ''] = String(watch['about']).split('/')
  const row = await ctx.find(noun, id, asOf).catch(() => null)
  if (!row || row.updatedAt <= watch.createdAt || daysBetween(row.updatedAt.slice(0, 10), day) > 1) return []
  const title = [row['title'], row['name'], row['question']].find((one) => typeof one === 'string') ?? row.key
  return [{ kind: 'moved', title: String(title), says: `${row.key} · you watch it, and it changed`, noun, id, ...plain }]
}

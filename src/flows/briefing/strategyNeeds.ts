import { everyRow, recordsIn, showDate, type AnyRow, type Context } from '#kernel'
import { dueText } from './dueText.ts'
import type { Need } from './need.ts'

/** What strategy asks of the one who reads: cases that somebody else put up, cases of their own that rest on what does not hold, and noes of their own whose day to look again has come. */
export async function strategyNeeds(ctx: Context, day: string, asOf?: string): Promise<Need[]> {
  const past = asOf ? { asOf } : {}
  const cases = await everyRow(ctx, 'businessCase', { filter: { state: 'submitted' }, ...past })
  const declined = await everyRow(ctx, 'initiative', { filter: { stage: 'declined' }, ...past })
  const pillars = await everyRow(ctx, 'pillar', { filter: { state: 'active' }, ...past })
  const broken = await everyRow(ctx, 'assumption', { filter: { state: 'broken' }, ...past })
  const shaken = broken.length > 0 ? await everyRow(ctx, 'businessCase', { filter: { state: 'approved' }, ...past }) : []
  const isMine = (row: AnyRow): boolean => row['owner'] === ctx.me.id || (row['owner'] === null && (ctx.me.role === 'owner' || ctx.me.role === 'admin'))
  const noes = [
    ...declined.flatMap((row) => noOf(row, 'initiative', String(row['title']), String(row['reviewOn'] ?? ''), day)),
    ...pillars.flatMap((row) =>
      recordsIn(row['notDoing']).flatMap((leave) => noOf(row, 'pillar', String(leave['what']), String(leave['reviewOn'] ?? ''), day)),
    ),
  ]
  return [
    ...cases
      .filter((row) => row['submittedBy'] !== ctx.me.id && row['sponsor'] !== ctx.me.id)
      .map((row): Need => ({
        kind: 'approve',
        title: `Business case: ${String(row['title'])}`,
        says: `${row.key} · proposes ${String(row['proposes'])}`,
        noun: 'businessCase',
        id: row.id,
        cost: null,
        due: null,
        age: null,
      })),
    ...shaken
      .filter((row) => isMine({ ...row, owner: row['sponsor'] ?? null }))
      .flatMap((row) => broken.filter(({ id }) => restsOn(row, id)).map((one) => brokenNeed(row, one))),
    ...noes
      .filter(({ row }) => isMine(row))
      .toSorted((a, b) => a.on.localeCompare(b.on))
      .slice(0, 3)
      .map(({ need }) => need),
  ]
}

const restsOn = (row: AnyRow, assumption: string): boolean => Array.isArray(row['assumptions']) && row['assumptions'].includes(assumption)

const brokenNeed = (row: AnyRow, assumption: AnyRow): Need => ({
  kind: 'check',
  title: `It does not hold: ${String(assumption['statement'])}`,
  says: `${assumption.key} · ${row.key} ${String(row['title'])} rests on it`,
  noun: 'businessCase',
  id: row.id,
  cost: null,
  due: null,
  age: null,
})

function noOf(row: AnyRow, noun: string, what: string, on: string, day: string): { readonly row: AnyRow; readonly on: string; readonly need: Need }[] {
  if (on === '' || on > day) return []
  const need: Need = {
    kind: 'check',
    title: `Is it still a no: ${what}?`,
    says: `${row.key} · to be looked at again on ${showDate(on)}`,
    noun,
    id: row.id,
    cost: null,
    due: dueText(on, day),
    age: null,
  }
  return [{ row, on, need }]
}

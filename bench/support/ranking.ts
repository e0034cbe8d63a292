import { priorities } from '#flows/planning/scoring/priorities.ts'
import { inPlace, type Aside } from '#flows/planning/aside.ts'
import { random } from '#engines/numbers/random.ts'
import type { AnyRow, Context, Measurement } from '#kernel'
import { asideThreads } from '#house/planning/asideThreads.ts'
import type { Figure } from './figures.ts'

/** Ten thousand bets with every input of RICE and its ranges, ranked as Prioritise asks; how long it takes, and how long nobody else is served meanwhile. */
export async function rankingFigures(): Promise<Figure[]> {
  const ctx = largeBacklog(10_000)
  const there = await stall(ctx, asideThreads())
  const here = await stall(ctx, inPlace)
  return [
    { what: 'ranking of 10,000 bets, with draws and flips', value: there.time / 1000, unit: 's' },
    { what: '  the longest that others wait meanwhile', value: there.longest, unit: 'ms', budget: 300 },
    { what: '  the same without a thread', value: here.longest, unit: 'ms' },
  ]
}

async function stall(ctx: Context, aside: Aside): Promise<{ readonly time: number; readonly longest: number }> {
  let [last, longest, isDone] = [performance.now(), 0, false]
  const began = last
  const tick = (): void => {
    longest = Math.max(longest, performance.now() - last)
    last = performance.now()
    if (!isDone) setImmediate(tick)
  }
  setImmediate(tick)
  await priorities(ctx, { method: 'rice' }, aside)
  const time = performance.now() - began
  await new Promise((goOn) => setImmediate(goOn))
  isDone = true
  return { time, longest }
}

function largeBacklog(bets: number): Context {
  const draw = random(20_261_128, 'ranking')
  const at = '2026-11-01T00:00:00.000Z'
  const row = (key: string, values: object): AnyRow =>
    Object.assign(
      { id: key, key, version: 1, createdAt: at, updatedAt: at, archivedAt: null, createdBy: 'p', updatedBy: 'p', source: null },
      values,
    ) as unknown as AnyRow
  const rows: Readonly<Record<string, readonly AnyRow[]>> = {
    initiative: Array.from({ length: bets }, (_, n) =>
      row(`INI-${n}`, {
        title: `Bet ${n}`,
        stage: 'considered',
        confidence: 0.5 + draw.next() / 2,
        teams: [`Squad ${n % 40}`],
        effort: { low: 2, likely: draw.int(4, 24), high: 40, on: '2026-11-01' },
        value: { likely: { amount: draw.int(1, 500) * 1000, currency: 'USD' } },
      }),
    ),
    scoreInput: Array.from({ length: bets * 2 }, (_, n) => {
      const value = n % 2 === 0 ? draw.int(10, 5000) : draw.int(1, 3)
      const of = { initiative: `INI-${Math.floor(n / 2)}`, name: n % 2 === 0 ? 'reach' : 'impact' }
      return row(`SIN-${n}`, { ...of, value, low: value * 0.7, high: value * 1.4, origin: 'judgement', asOf: '2026-11-01' })
    }),
  }
  const unmeasured = { points: [], groups: [], value: null, currency: 'USD' } as unknown as Measurement
  return {
    workspace: { id: 'w', slug: 'w', name: 'W', currency: 'USD', timeZone: 'UTC' },
    now: () => '2026-11-28T10:00:00.000Z',
    read: async (noun: string) => ({ items: rows[noun] ?? [], next: null, total: rows[noun]?.length ?? 0 }),
    measure: async () => unmeasured,
  } as unknown as Context
}

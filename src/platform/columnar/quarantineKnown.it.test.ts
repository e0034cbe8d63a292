import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FactStore } from './store.ts'
import { closeSubscriptions, importInto, line, openSubscriptions, ws } from '#test/support/subscriptionStore.ts'

let home: string
let store: FactStore
beforeEach(async () => {
  ;({ home, store } = await openSubscriptions())
})
afterEach(() => closeSubscriptions(home, store))

const waits = async (from: string): Promise<unknown[]> => (await store.query(ws, `select id from ${from} where state = 'open' order by id`)).rows.flat()
const instant = (step: number): string => new Date(Date.UTC(2025, 0, 1) + step * 3_600_000).toISOString()

test('what waited at an instant is what the view said at that instant, whatever was held, settled, taken back and settled again since', async () => {
  const seen = { again: 0, undone: 0, holderGone: 0 }
  const ops = fc.array(fc.tuple(fc.constantFrom('hold', 'dismiss', 'import', 'import', 'undo', 'undo'), fc.nat(1000)), { minLength: 8, maxLength: 22 })
  let run = 0
  await fc.assert(
    fc.asyncProperty(ops, async (steps) => {
      const name = `r${(run += 1)}`
      const told: { readonly at: string; readonly waiting: readonly unknown[] }[] = []
      const [imports, holders, ever] = [[] as string[], [] as string[], new Set<string>()]
      const own = (ids: readonly unknown[]): string[] => ids.map(String).filter((id) => id.startsWith(name))
      for (const [step, [op, pick]] of [['hold', 0] as const, ...steps].entries()) {
        const at = instant(run * 1000 + step)
        const open = own(await waits('quarantine'))
        const chosen = open[pick % Math.min(2, Math.max(1, open.length))]
        if (op === 'hold') {
          const batch = await store.openBatch(ws, { id: `${name}-h${step}`, source: 'billing', recordedAt: at })
          await batch.hold([1, 2].map((row) => ({ fact: 'subscription', file: 's.csv', row, column: 'start', reason: 'not a date', raw: 'a' })))
          await batch.commit()
          holders.push(`${name}-h${step}`)
        } else if (op === 'dismiss' && chosen !== undefined) await store.settle(ws, [chosen], 'dismissed', at)
        else if (op === 'import' && chosen !== undefined) {
          const id = `${name}-i${step}`
          await importInto(store, id, [line(`${name}${step}`, 1)], { recordedAt: at })
          await store.settle(ws, [chosen], `imported:${id}`, at)
          if (ever.has(chosen)) seen.again += 1
          ever.add(chosen)
          imports.push(id)
        } else if (op === 'undo') {
          const all = pick % 5 === 0 ? holders : imports
          const [id] = all.splice(pick % Math.max(1, all.length), 1)
          if (id === undefined) continue
          if (all === holders) seen.holderGone += 1
          else seen.undone += 1
          await store.undoBatch(ws, id, at)
        }
        told.push({ at, waiting: own(await waits('quarantine')) })
      }
      for (const { at, waiting } of told) expect(own(await waits(`quarantine_known('${at}')`))).toEqual(waiting)
      expect(own(await waits(`quarantine_known('${instant(run * 1000 - 1)}')`))).toEqual([])
    }),
    { numRuns: 25, seed: 7 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(2) // the rare turns did occur
})

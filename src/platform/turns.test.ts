import fc from 'fast-check'
import { expect, test } from 'vitest'
import { turns } from './turns.ts'

test('whoever goes alone finds nobody, readers see each other, and names do not wait for one another', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ name: fc.constantFrom('a', 'b'), isAlone: fc.boolean(), fails: fc.boolean() }), { maxLength: 12 }),
      async (schedule, orders) => {
        const line = turns()
        const inside = new Map<string, { alone: number; together: number }>()
        const begun: string[] = []
        const work = async ({ name, isAlone, fails }: (typeof orders)[number], index: number) => {
          const now = inside.get(name) ?? { alone: 0, together: 0 }
          inside.set(name, now)
          const kind = isAlone ? 'alone' : 'together'
          now[kind] += 1
          if (isAlone) begun.push(`${name}${index}`)
          expect(now.alone === 0 || (now.alone === 1 && now.together === 0)).toBe(true)
          await schedule.schedule(Promise.resolve())
          expect(now.alone === 0 || (now.alone === 1 && now.together === 0)).toBe(true)
          now[kind] -= 1
          if (fails) throw new RangeError('no')
          return index
        }
        const asked = orders.map((order, index) => line[order.isAlone ? 'alone' : 'together'](order.name, () => work(order, index)))
        const settled = Promise.allSettled(asked)
        await schedule.waitFor(settled)
        expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(
          orders.map(({ fails }, index) => (fails ? 'failed' : index)),
        )
        for (const name of ['a', 'b'])
          expect(begun.filter((one) => one.startsWith(name))).toEqual(
            orders.flatMap((order, index) => (order.isAlone && order.name === name ? [`${name}${index}`] : [])),
          )
      },
    ),
  )
})

test('those who go together are at work at one time', async () => {
  const line = turns()
  let meet: () => void = () => undefined
  const first = line.together('a', () => new Promise<string>((resolve) => (meet = () => resolve('met'))))
  const second = line.together('a', async () => meet())
  await second
  expect(await first).toBe('met')
})

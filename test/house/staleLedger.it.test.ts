import { afterAll, beforeAll, expect, test } from 'vitest'
import { setClock } from '#platform/clock.ts'
import { addDays } from '#engines/numbers/dates.ts'
import { testHouse, type TestHouse } from './testHouse.ts'

/** A ledger whose lines begin every third day until 30 September 2024, and what its numbers say while no file comes. */
const accounts = Array.from({ length: 40 }, (_, n) => `a${n},Account ${n},2023-01-01`)
const lines = Array.from({ length: 120 }, (_, n) => `L${n},a${n % 40},${addDays('2024-09-30', -3 * (119 - n))},100,USD`)
const clock = setClock('2024-10-01T09:00:00.000Z')
let house: TestHouse
beforeAll(async () => {
  house = await testHouse({ clock })
  await house.company('harbor')
  const files = { 'account.csv': ['id,name,created_at', ...accounts].join('\n'), 'subscription.csv': ['id,account_id,start,mrr,currency', ...lines].join('\n') }
  await house.json('import', await house.folder('facts', files), '--workspace', 'harbor')
})
afterAll(() => house.stop())

const measured = (asOf: string) => house.json('measure', 'annual-recurring-revenue', '--workspace', 'harbor', '--as-of', asOf)

/** The days asked are still ahead of the clock, so that the last month has not matured. */
const notYetOld = { state: 'provisional', reasons: [{ check: 'maturity' }] }

test('revenue is trusted for a month and a grace after the last line, and says so when its ledger fell silent', async () => {
  expect(await measured('2024-11-09')).toMatchObject({ trust: notYetOld })
  expect(await measured('2024-11-10')).toMatchObject({
    trust: {
      state: 'stale',
      reasons: [
        { check: 'freshness', input: 'subscription', says: 'The newest subscription is 41 days old; 40 are allowed: rows were never more than 3 days apart.' },
      ],
    },
    freshness: {
      inputs: expect.arrayContaining([
        expect.objectContaining({ fact: 'subscription', rhythm: { of: 'rows', first: expect.any(String), last: '2024-09-30', longest: 3, allowed: 6 } }),
      ]),
    },
  })
})

test('another file clears it; from the fourth on, files have a rhythm of their own', async () => {
  for (const [n, day] of ['2024-10-15', '2024-10-29', '2024-11-12'].entries()) {
    clock.advance(14 * 86_400_000)
    const file = { 'subscription.csv': `id,account_id,start,mrr,currency\nN${n},a1,${day},100,USD\n` }
    await house.json('import', await house.folder(`later-${n}`, file), '--workspace', 'harbor')
  }
  expect(await measured('2024-12-05')).toMatchObject({ trust: notYetOld }) // 23 days; the longest wait for a line was 15, so that 30 are allowed
  expect(await measured('2024-12-13')).toMatchObject({
    trust: { state: 'stale', reasons: [{ says: 'The newest subscription is 31 days old; 30 are allowed: arrivals were never more than 14 days apart.' }] },
  })
})

import fc from 'fast-check'
import { day, parts, type Happened } from '#engines/metrics/activity/testing/log.ts'

/** Some events from one day to before another: at any second, or where days, weeks and windows begin and end, so that several share a moment. */
export const anyLog = (from = 0, to = 60, most = 120): fc.Arbitrary<Happened[]> =>
  fc.array(
    fc.record({
      at: fc.oneof(fc.integer({ min: from * day, max: to * day - 1 }), momentOfTurn(from, to)),
      account: fc.constantFrom(...parts.accounts),
      actor: fc.constantFrom(...parts.actors),
      name: fc.constantFrom(...parts.names),
    }),
    { maxLength: most },
  )

const momentOfTurn = (from: number, to: number): fc.Arbitrary<number> =>
  fc
    .tuple(fc.integer({ min: from, max: to }), fc.constantFrom(-1, 0, 0, 1, 3600))
    .map(([turn, beside]) => Math.min(Math.max(turn * day + beside, from * day), to * day - 1))

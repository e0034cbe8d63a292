import type { Warning } from '#engines/analytics/answer.ts'
import { lateEvents } from '#engines/analytics/dialect/events.ts'
import { eventLog } from '#platform/columnar/eventLog.ts'
import { newest } from '#platform/newest.ts'
import type { Scope } from '#runtime/scope.ts'
import type { App } from '../app.ts'
import { askWorkspace, readerOf, type Costed } from './analyticsQuery.ts'

/**
 * The answer to a question about stored events, with what of its range came late or waits in quarantine: such numbers may have moved, or will. What waited on a
 * day that is past is not known.
 */
export async function askWarned(app: App, scope: Scope, given: unknown): Promise<Costed> {
  const answer = await askWorkspace(app, scope, given)
  if (!('warnings' in answer)) return answer
  const [from, to, asOf] = [answer.span.from, answer.span.to, answer.asOf].map((at) => Date.parse(at))
  const isPast = answer.query.asOf !== null && (asOf ?? 0) < app.clock.millis()
  const amiss = await amissIn(app, scope, { from: from ?? 0, to: Math.min(to ?? 0, (asOf ?? 0) + 1) }, asOf ?? 0, isPast)
  return amiss.length === 0 ? answer : { ...answer, warnings: [...answer.warnings, ...amiss] }
}

const counted = newest<number>(200)

async function amissIn(
  app: App,
  scope: Scope,
  { from, to }: { readonly from: number; readonly to: number },
  asOf: number,
  isPast: boolean,
): Promise<Warning[]> {
  const reader = await readerOf(app, scope)
  const key = [scope.workspace.id, reader.position, from, to, asOf].join(' ')
  const late = counted.get(key) ?? Number((await reader.ask(lateEvents(from, to, asOf)))[0]?.['n'] ?? 0)
  counted.set(key, late)
  const held = isPast ? 0 : await eventLog(app.store, scope.workspace.id).waitingBetween(from, to)
  return [
    ...(late > 0 ? [note(`${many(late, 'event')} of this range came more than a day late: its numbers may have been others before.`)] : []),
    ...(held > 0
      ? [note(`${many(held, 'event')} that arrived in this range ${held === 1 ? 'waits' : 'wait'} in quarantine and ${held === 1 ? 'is' : 'are'} not counted.`)]
      : []),
  ]
}

const note = (message: string): Warning => ({ code: 'note', message })
const many = (n: number, what: string): string => `${n.toLocaleString('en-US')} ${what}${n === 1 ? '' : 's'}`

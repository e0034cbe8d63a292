import { setTimeout as sleep } from 'node:timers/promises'
import { patience, type Line } from './clients.ts'

/** Requests of events by the name that all of their events bear: acknowledged, or sent and not answered. */
export type EventLedger = Map<string, { state: 'acknowledged' | 'sent'; readonly body: string }>

export const eventsPerRequest = 20

/** Sends requests of twenty events, one after the other, until the line breaks. */
export async function eventSender(line: Line, writeKey: string, ledger: EventLedger, name: string): Promise<void> {
  for (let count = 0; !line.stop.aborted; count += 1) {
    const label = `${name}-${count}`
    const event = (index: number) => ({ type: 'track', event: label, userId: `u${index}`, messageId: `${label}-${index}`, context: { groupId: 'north' } })
    const one = { state: 'sent' as const, body: JSON.stringify({ batch: Array.from({ length: eventsPerRequest }, (_, index) => event(index)) }) }
    ledger.set(label, one)
    if (!(await delivered(line, writeKey, one.body))) return
    ledger.set(label, { ...one, state: 'acknowledged' })
    await sleep(20) // as clients do, which gather events: two that never rest would leave an import nothing of a small machine
  }
}

/** Whether a request was acknowledged. Being told to come again is answered by coming again. */
async function delivered(line: Line, writeKey: string, body: string): Promise<boolean> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const status = await fetch(`${line.address}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(patience),
    }).then(
      async (answer) => (await answer.text(), answer.status),
      () => 0,
    )
    if (status === 200) return true
    if (status !== 503 || line.stop.aborted) return false
    await sleep(100)
  }
  return false
}

/** A request is there whole and once, or, when nobody was told so, not at all; sent again it is there whole and once. */
export async function eventFaults(line: Line, key: string, writeKey: string, ledger: EventLedger): Promise<string[]> {
  const faults = [...ledger].flatMap(([name, { state }]) => (state === 'acknowledged' ? [] : [name]))
  const before = await countsByName(line, key)
  const found: string[] = []
  for (const [name, { state }] of ledger) {
    const count = before.get(name) ?? 0
    if (count === eventsPerRequest || (count === 0 && state === 'sent')) continue
    found.push(`the request “${name}” was ${state} and shows ${count} of ${eventsPerRequest} events`)
  }
  for (const name of faults) {
    const one = ledger.get(name)
    if (!one || !(await delivered({ ...line, stop: new AbortController().signal }, writeKey, one.body)))
      found.push(`the request “${name}” is not taken even now`)
    else ledger.set(name, { ...one, state: 'acknowledged' })
  }
  const after = await countsByName(line, key)
  for (const name of faults)
    if (after.get(name) !== eventsPerRequest) found.push(`the request “${name}” was sent again and shows ${after.get(name) ?? 0} events`)
  for (const name of after.keys()) if (!ledger.has(name)) found.push(`events “${name}” exist and nobody sent them`)
  return found
}

async function countsByName({ address }: Line, key: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${address}/api/v1/events/plan`, { headers: { authorization: `Bearer ${key}` }, signal: AbortSignal.timeout(patience) })
  const body: unknown = await answer.json()
  const unplanned: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'unplanned') : []
  if (!Array.isArray(unplanned)) throw new Error(`The plan did not answer: ${answer.status}`)
  return new Map(unplanned.map((one: { name: string; count: number }) => [one.name, one.count]))
}

/** A source of events of its own. */
export async function writeKeyOf(address: string, key: string): Promise<string> {
  const answer = await fetch(`${address}/api/v1/events/sources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Crash loop', perMinute: 60_000_000 }),
  })
  const body: unknown = await answer.json()
  const made: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'key') : undefined
  if (typeof made !== 'string') throw new Error(`No source was made: ${answer.status} ${JSON.stringify(body)}`)
  return made
}

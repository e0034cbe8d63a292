import { setTimeout as sleep } from 'node:timers/promises'

/** How long an answer may take, ms: a busy machine is no fault, and a start that takes long is told apart. */
export const patience = 120_000

/** What the clients were told, and what they do not know yet: compared with the server after each crash. */
export interface Ledger {
  /** Products by name: the id and the highest version that the server acknowledged. */
  readonly products: Map<string, { readonly id: string; readonly version: number; readonly summary: string | null }>
  /** Requests without an answer, by Idempotency-Key: they are sent again after the restart. */
  readonly open: Map<string, { readonly path: string; readonly body: Readonly<Record<string, unknown>> }>
  /** Imports by the word that all of their tickets bear: acknowledged as done, or only begun. */
  readonly imports: Map<string, 'done' | 'begun'>
  writes: number
}

export const newLedger = (): Ledger => ({ products: new Map(), open: new Map(), imports: new Map(), writes: 0 })

export interface Line {
  readonly address: string
  readonly key: string
  /** Ends all clients; a broken line ends them too. */
  readonly stop: AbortSignal
}

export const ticketsOfImport = 120

/** Writes products, and edits each once, until the line breaks. Every request has a key of its own, noted before it is sent. */
export async function writer(line: Line, ledger: Ledger, name: string): Promise<void> {
  for (let count = 0; !line.stop.aborted; count += 1) {
    const label = `${name}-${count}`
    const row = await order(line, ledger, `create ${label}`, '/api/v1/products', { name: label })
    if (!row) return
    const edited = await order(line, ledger, `edit ${label}`, `/api/v1/products/${row.id}/edit`, { summary: `by ${name}` })
    if (!edited) return
  }
}

/** Sends one order under its Idempotency-Key and notes the answer. Null when there was none. */
export async function order(
  line: Line,
  ledger: Ledger,
  key: string,
  path: string,
  body: Readonly<Record<string, unknown>>,
): Promise<{ readonly id: string } | null> {
  ledger.open.set(key, { path, body })
  try {
    const answer = await fetch(`${line.address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${line.key}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    })
    const row: unknown = await answer.json()
    if (!answer.ok || !isProduct(row)) throw new Refused(`${key}: ${answer.status} ${JSON.stringify(row)}`)
    ledger.open.delete(key)
    ledger.products.set(row.name, row)
    ledger.writes += 1
    return row
  } catch (error) {
    if (error instanceof Refused) throw error
    return null
  }
}

/** A "no" is a defect here; only silence is expected of a server that dies. */
class Refused extends Error {}

type Product = { readonly id: string; readonly name: string; readonly version: number; readonly summary: string | null }
const isProduct = (value: unknown): value is Product =>
  typeof value === 'object' && value !== null && typeof Reflect.get(value, 'id') === 'string' && typeof Reflect.get(value, 'version') === 'number'

/** Uploads a file of tickets, runs the import and watches it until it is done; then the next one. */
export async function importer(line: Line, ledger: Ledger, name: string): Promise<void> {
  for (let count = 0; !line.stop.aborted; count += 1) {
    const word = `${name}-${count}`
    const done = await importOnce(line, ledger, word).catch((error: unknown) => {
      if (error instanceof Refused) throw error
      return false
    })
    if (!done) return
    ledger.imports.set(word, 'done')
  }
}

async function importOnce(line: Line, ledger: Ledger, word: string): Promise<boolean> {
  const form = new FormData()
  form.append('file', new File([ticketsCsv(word)], `tickets-${word}.csv`, { type: 'text/csv' }))
  const upload = await said(line, '/api/v1/imports/open', { method: 'POST', body: form })
  ledger.imports.set(word, 'begun')
  const run = await said(line, `/api/v1/imports/open/${String(Reflect.get(upload, 'upload'))}/run`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  while (!line.stop.aborted) {
    const state = Reflect.get(await said(line, `/api/v1/imports/${String(Reflect.get(run, 'import'))}/progress`, {}), 'state')
    if (state === 'done') return true
    if (state !== 'running') throw new Refused(`Import ${word} is ${String(state)}.`)
    await sleep(10)
  }
  return false
}

export async function said({ address, key }: Line, path: string, init: RequestInit): Promise<object> {
  const answer = await fetch(`${address}${path}`, {
    ...init,
    headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(patience),
  })
  const body: unknown = await answer.json()
  if (!answer.ok || typeof body !== 'object' || body === null) throw new Refused(`${path}: ${answer.status} ${JSON.stringify(body)}`)
  return body
}

const ticketsCsv = (word: string): string =>
  `ticket_id,account_id,submitted_at,category,priority\n${Array.from({ length: ticketsOfImport }, (_, index) => `${word}-${index},acme,2024-12-${String(1 + (index % 28)).padStart(2, '0')} 09:00,${word},low\n`).join('')}`

export const companyCsv: Readonly<Record<string, string>> = {
  'accounts.csv': 'account_id,account_name,signup_date\nacme,Acme,2023-01-01\n',
  'subscriptions.csv': 'subscription_id,account_id,start_date,end_date,mrr_amount,currency\nS1,acme,2023-01-01,,100,USD\nS2,acme,2023-02-01,,50,USD\n',
}

import type { Change } from '#engines/semantic/definition/difference.ts'
import type { DefinedDetail as Detail, DefinedLine as Line } from '#flows/definitions/detail.ts'
import type { Measurement, Unit } from '#kernel'
import { call } from '#web/client.ts'
import { read, type Resource } from '#web/resources.ts'

/** The answers of doors/rest/definedMetrics, as the flows give them. */
export type { Detail, Line }

export interface Fault {
  readonly path: string
  readonly message: string
  readonly hint: string
}

export type Doing = 'define' | 'redefine' | 'words' | 'propose' | 'unchanged' | 'refused'

export interface Tried {
  readonly import: {
    readonly metrics: readonly {
      readonly key: string
      readonly action: Doing
      readonly version: string
      readonly changes: readonly Change[]
      readonly faults: readonly Fault[]
    }[]
    readonly faults: readonly Fault[]
  }
  readonly measurement: Measurement | null
  readonly refused: { readonly message: string; readonly hint: string } | null
}

/** What became of a text that was sent to be kept. */
export interface Kept {
  readonly metrics: readonly { readonly revision?: number }[]
}

export interface Restated {
  readonly unit: Unit
  readonly currency: string
  readonly before: { readonly version: number }
  readonly after: { readonly version: number }
  readonly points: readonly { readonly period: string; readonly before: number | null; readonly after: number | null }[]
}

export const definedList = (workspace: string) => read<{ readonly items: readonly Line[] }>(workspace, '/metric-definitions')
export const definedDetail = (workspace: string, key: string) => read<Detail>(workspace, `/metric-definitions/${key}`)
export const restated = (workspace: string, key: string, version: string) => read<Restated>(workspace, `/metrics/${key}/restatement`, { version })

/** What a text would do; nothing is kept. */
export const tried = (workspace: string, text: string): Resource<Tried> => ({
  queryKey: [workspace, '/metric-definitions/preview', text],
  queryFn: ({ signal }) => call<Tried>('/metric-definitions/preview', { method: 'POST', workspace, body: { text }, signal }),
})

export const starter = `name: p1_ticket_share
label: P1 tickets of all tickets
question: How often is it urgent?
type: ratio
type_params:
  numerator:
    name: ticket_count
    filter: "{{ Dimension('ticket__priority') }} = 'p1'"
  denominator: ticket_count
unit: percent
direction: down
maturity: 7
`

import { everyRow, type AnyRow, type Context } from '#kernel'
import type { Definition } from '#engines/semantic/definition/definition.ts'
import { differenceOf, type Difference } from '#engines/semantic/definition/difference.ts'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import { memberNames } from '../memberNames.ts'
import { yamlOf } from './documents.ts'
import { definedRow, type Checked } from './review.ts'
import { definitionIn, isDefined, proposalOf, versionsOf, type Version } from './stored.ts'

/** One defined metric as a list shows it. */
export interface DefinedLine {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly state: string
  readonly version: number
  readonly definition: string
  readonly owner: string | null
  readonly proposed: boolean
  /** Counts every change of the record: whoever writes or certifies gives back the one that they read, as If-Match. */
  readonly revision: number
}

export async function definedList(ctx: Context): Promise<readonly DefinedLine[]> {
  return (await everyRow(ctx, 'metric')).filter(isDefined).map(lineOf)
}

const lineOf = (row: AnyRow): DefinedLine => ({
  id: row.id,
  key: String(row['metricKey']),
  name: String(row['name']),
  state: String(row['state']),
  version: Number(row['definitionVersion']),
  definition: String(row['definitionHash']),
  owner: typeof row['owner'] === 'string' ? row['owner'] : null,
  proposed: proposalOf(row) !== null,
  revision: row.version,
})

/** Everything that a page about one definition shows. Versions stand newest first, each with what it changed. */
export interface DefinedDetail extends DefinedLine {
  readonly text: string
  readonly spec: unknown
  readonly checked: Checked | null
  readonly successor: string | null
  readonly versions: readonly (Omit<Version, 'spec'> & {
    readonly byName: string
    readonly certifiedByName: string | null
    readonly text: string
    readonly difference: Difference | null
  })[]
  readonly proposal: {
    readonly by: string
    readonly byName: string
    readonly at: string
    readonly why: string
    readonly hash: string
    readonly text: string
    readonly difference: Difference
  } | null
}

export async function definedDetail(ctx: Context, key: string): Promise<DefinedDetail> {
  const row = await definedRow(ctx, key)
  const versions = versionsOf(row)
  const wordings = versions.map(({ spec }) => definitionIn(spec))
  const names = await memberNames(ctx)
  const nameOf = (id: string): string => names.get(id) ?? 'somebody who left'
  const proposal = proposalOf(row)
  const [now, next] = [definitionIn(row['spec']), proposal ? definitionIn(proposal.spec) : null]
  return {
    ...lineOf(row),
    text: textOf(row['spec'], now),
    spec: row['spec'],
    checked: checkedIn(row['checked']),
    successor: typeof row['successor'] === 'string' ? row['successor'] : null,
    versions: versions
      .map(({ spec, ...one }, place) => {
        const [before, after] = [wordings[place - 1], wordings[place]]
        return {
          ...one,
          byName: nameOf(one.by),
          certifiedByName: one.certifiedBy && nameOf(one.certifiedBy),
          text: textOf(spec, after),
          difference: before && after ? differenceOf(before, after) : null,
        }
      })
      .toReversed(),
    proposal:
      proposal && next
        ? {
            by: proposal.by,
            byName: nameOf(proposal.by),
            at: proposal.at,
            why: proposal.why,
            hash: proposal.hash,
            text: textOf(proposal.spec, next),
            difference: differenceOf(now, next),
          }
        : null,
  }
}

/** YAML with the words in the order in which people read them; the database keeps no order. */
const textOf = (spec: unknown, definition: Definition | null | undefined): string => yamlOf(definition ? writeDefinition(definition) : spec)

const isChecked = (value: unknown): value is Checked => typeof value === 'object' && value !== null && 'passes' in value && 'hash' in value
const checkedIn = (value: unknown): Checked | null => (isChecked(value) ? value : null)

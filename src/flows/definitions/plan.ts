import type { AnyRow } from '#kernel'
import { checkDefinition } from '#engines/semantic/definition/check.ts'
import { differenceOf, type Difference } from '#engines/semantic/definition/difference.ts'
import { keyOf, versionOf, type Definition, type Fault } from '#engines/semantic/definition/definition.ts'
import { groundFaults, inUnits, type FactGround } from './ground.ts'
import { definitionIn, isDefined, proposalOf } from './stored.ts'

/** What an import would do with one metric. */
export interface Planned {
  readonly key: string
  readonly definition: Definition
  /** It is new; it is changed as a draft; only its words change; it becomes a proposal that a second person certifies; nothing; it cannot stand. */
  readonly action: 'define' | 'redefine' | 'words' | 'propose' | 'unchanged' | 'refused'
  readonly hash: string
  readonly difference: Difference
  readonly faults: readonly Fault[]
  readonly row: AnyRow | null
}

/** Holds every definition against the facts, against the others, and against what is stored. Nothing is written. */
export function planDefinitions(
  ground: FactGround,
  rows: readonly AnyRow[],
  files: readonly { readonly file: string; readonly definitions: readonly Definition[] }[],
): Planned[] {
  const given = files.flatMap(({ definitions }) => definitions)
  const stored = rows.flatMap((row) => (isDefined(row) ? (definitionIn(row['spec']) ?? []) : []))
  const others = [...given, ...stored.filter((one) => !given.some(({ metric }) => metric.name === one.metric.name))].map((one) => inUnits(one, ground))
  return files.flatMap(({ file, definitions }) =>
    definitions.map((definition) => {
      const faults = [...groundFaults(file, definition, ground), ...checkDefinition(file, inUnits(definition, ground), { base: ground.base, others })]
      return planned(definition, rows.find((row) => row['metricKey'] === keyOf(definition)) ?? null, faults)
    }),
  )
}

function planned(definition: Definition, row: AnyRow | null, faults: readonly Fault[]): Planned {
  const before = row && isDefined(row) ? definitionIn(row['spec']) : null
  const difference = differenceOf(before, definition)
  const hash = versionOf(definition)
  const common = { key: keyOf(definition), definition, hash, difference, faults, row }
  if (faults.length > 0) return { ...common, action: 'refused' }
  if (!row) return { ...common, action: 'define' }
  if (row['state'] === 'certified' && before && difference.changesMeaning)
    return { ...common, action: proposalOf(row)?.hash === hash ? 'unchanged' : 'propose' }
  if (before && difference.changes.length === 0) return { ...common, action: 'unchanged' }
  return { ...common, action: before && !difference.changesMeaning ? 'words' : 'redefine' }
}

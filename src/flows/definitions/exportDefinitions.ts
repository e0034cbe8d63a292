import { stringify } from 'yaml'
import { Problem, type Context } from '#kernel'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import type { Definition } from '#engines/semantic/definition/definition.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import type { SourceText } from './documents.ts'
import type { Format } from './formats.ts'
import type { FactGround } from './ground.ts'
import { definitionRows } from './importDefinitions.ts'
import { definitionIn, isDefined } from './stored.ts'

export interface DefinitionExport {
  readonly format: Format
  readonly files: readonly SourceText[]
  readonly losses: readonly Loss[]
}

/** Writes the workspace’s definitions in a form that other tools read; what that form cannot hold is in the losses. */
export async function exportDefinitions(ctx: Context, ground: FactGround, format: Format): Promise<DefinitionExport> {
  const rows = (await definitionRows(ctx)).filter(isDefined)
  const definitions = rows.flatMap((row) => definitionIn(row['spec']) ?? []).toSorted((a, b) => (a.metric.name < b.metric.name ? -1 : 1))
  if (definitions.length === 0) throw new Problem('refused', 'No metric is defined here.', 'Import a definition first: throughline metrics import FILE.')
  return writeForeign(definitions, format, ground)
}

export function writeForeign(definitions: readonly Definition[], format: Format, _ground: FactGround): DefinitionExport {
  return { format, files: [{ file: 'metrics.yaml', text: stringify({ metrics: definitions.map(writeDefinition) }, { lineWidth: 120 }) }], losses: [] }
}

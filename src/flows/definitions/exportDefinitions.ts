import { stringify } from 'yaml'
import { everyRow, Problem, type Context } from '#kernel'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import type { Definition } from '#engines/semantic/definition/definition.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import { writeOsi } from '#engines/semantic/interchange/osi/writeOsi.ts'
import { writeMetricFlow } from '#engines/semantic/interchange/writeMetricFlow.ts'
import type { SourceText } from './documents.ts'
import { manifestOf } from './manifests.ts'
import type { Format } from './formats.ts'
import type { FactGround } from './ground.ts'
import { definitionIn, isDefined } from './stored.ts'

export interface DefinitionExport {
  readonly format: Format
  readonly files: readonly SourceText[]
  readonly losses: readonly Loss[]
}

/** Writes the workspace’s definitions in a form that other tools read; what that form cannot hold is in the losses. */
export async function exportDefinitions(ctx: Context, ground: FactGround, format: Format): Promise<DefinitionExport> {
  const rows = (await everyRow(ctx, 'metric')).filter(isDefined)
  const definitions = rows.flatMap((row) => definitionIn(row['spec']) ?? []).toSorted((a, b) => (a.metric.name < b.metric.name ? -1 : 1))
  if (definitions.length === 0) throw new Problem('refused', 'No metric is defined here.', 'Import a definition first: throughline metrics import FILE.')
  return writeForeign(definitions, format, ground)
}

/** One file in the form; what it cannot hold is carried in its own place for strangers, and told. */
export function writeForeign(definitions: readonly Definition[], format: Format, ground: FactGround): DefinitionExport {
  const yaml = (content: unknown): string => stringify(content, { lineWidth: 120, aliasDuplicateObjects: false })
  if (format === 'own') return { format, files: [{ file: 'metrics.yaml', text: yaml({ metrics: definitions.map(writeDefinition) }) }], losses: [] }
  const manifest = manifestOf(definitions, ground)
  const { document, losses } = format === 'osi' ? writeOsi('throughline', manifest) : writeMetricFlow(manifest)
  return { format, files: [{ file: format === 'osi' ? 'osi.yaml' : 'metricflow.yaml', text: yaml(document) }], losses }
}

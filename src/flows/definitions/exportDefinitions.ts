import { everyRow, Problem, type Context } from '#kernel'
import { writeDefinition } from '#engines/semantic/definition/write.ts'
import type { Definition } from '#engines/semantic/definition/definition.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import { writeOsi } from '#engines/semantic/interchange/osi/writeOsi.ts'
import { writeMetricFlow } from '#engines/semantic/interchange/writeMetricFlow.ts'
import type { SemanticManifest } from '#engines/semantic/model.ts'
import { parseTexts, yamlOf, type SourceText } from './documents.ts'
import { formatOf, manifestIn, type Format } from './formats.ts'
import type { FactGround } from './ground.ts'
import { faultProblem } from './importDefinitions.ts'
import { manifestOf } from './manifests.ts'
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
  if (format === 'own') return { format, files: [{ file: 'metrics.yaml', text: yamlOf({ metrics: definitions.map(writeDefinition) }) }], losses: [] }
  return writeManifest('throughline', manifestOf(definitions, ground), format)
}

/**
 * Reads a manifest of another tool and writes it in the form that is asked for, without a workspace: its tables need not be facts here. The losses
 * are those of reading and of writing. A file that is no manifest and a fault of its YAML are refused.
 */
export function convertManifest(sources: readonly SourceText[], to: Format): DefinitionExport {
  const { files, faults } = parseTexts(sources)
  if (faults[0]) throw faultProblem(faults[0])
  const from = formatOf(files)
  if (from === 'own' || to === 'own')
    throw new Problem('refused', 'Our own form has no tables but the facts.', 'Import it into a workspace instead: throughline metrics import.')
  const { manifest, losses } = manifestIn(files, from)
  const written = writeManifest('manifest', manifest, to)
  return { ...written, losses: [...losses, ...written.losses] }
}

function writeManifest(name: string, manifest: SemanticManifest, format: Exclude<Format, 'own'>): DefinitionExport {
  const { document, losses } = format === 'osi' ? writeOsi(name, manifest) : writeMetricFlow(manifest)
  return { format, files: [{ file: format === 'osi' ? 'osi.yaml' : 'metricflow.yaml', text: yamlOf(document) }], losses }
}

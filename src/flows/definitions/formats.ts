import type { Definition, Fault } from '#engines/semantic/definition/definition.ts'
import { readDefinitions } from '#engines/semantic/definition/read.ts'
import { isRecord, type Loss } from '#engines/semantic/interchange/loss.ts'
import { readMetricFlow, type ReadManifest, type SourceDocument } from '#engines/semantic/interchange/metricflow.ts'
import { readOsi } from '#engines/semantic/interchange/osi/readOsi.ts'
import { parseTexts, type ParsedFile, type SourceText } from './documents.ts'
import type { FactGround } from './ground.ts'
import { definitionsIn } from './manifests.ts'

export const formats = ['own', 'metricflow', 'osi'] as const
export type Format = (typeof formats)[number]

export interface ReadFiles {
  readonly format: Format
  readonly files: readonly { readonly file: string; readonly definitions: readonly Definition[] }[]
  readonly faults: readonly Fault[]
  readonly losses: readonly Loss[]
}

/** Reads the definitions of files in the form that is named, or in the one that their content shows. */
export function readForeign(sources: readonly SourceText[], asked: Format | undefined, ground: FactGround): ReadFiles {
  const { files, faults } = parseTexts(sources)
  const format = asked ?? formatOf(files)
  if (format === 'own') {
    const isEmpty = files.every(({ contents }) => contents.length === 0)
    const read = files.flatMap(({ file, contents }) => (isEmpty ? [undefined] : contents).map((content) => ({ file, ...readDefinitions(file, content) })))
    return { format, files: read, faults: [...faults, ...read.flatMap((one) => one.faults)], losses: [] }
  }
  const { manifest, losses } = manifestIn(files, format)
  const name = files.map(({ file }) => file).join(', ')
  const { definitions, losses: more } = definitionsIn(manifest, ground, name)
  return { format, files: [{ file: name, definitions }], faults, losses: [...losses, ...more] }
}

/** The manifest of files of another tool, over whatever tables it names. */
export function manifestIn(files: readonly ParsedFile[], format: Exclude<Format, 'own'>): ReadManifest {
  const documents = files.flatMap(({ file, contents }) => contents.map((content): SourceDocument => ({ file, content })))
  return format === 'osi' ? readOsi(documents) : readMetricFlow(documents)
}

/** OSI has semantic models with datasets, MetricFlow those with a table and measures; our own form has metrics alone. */
export function formatOf(files: readonly ParsedFile[]): Format {
  const records = files.flatMap(({ contents }) => contents).filter(isRecord)
  const models = records.flatMap((one) => [one['semantic_model'], one['semantic_models']].flat())
  if (models.some((one) => isRecord(one) && 'datasets' in one)) return 'osi'
  return models.some(isRecord) || records.some((one) => 'project_configuration' in one || 'saved_query' in one || 'saved_queries' in one) ? 'metricflow' : 'own'
}

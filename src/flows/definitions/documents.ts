import { parseAllDocuments, stringify } from 'yaml'
import type { Fault } from '#engines/semantic/definition/definition.ts'

/** A file as it came: its name and its text. */
export interface SourceText {
  readonly file: string
  readonly text: string
}

export interface ParsedFile {
  readonly file: string
  readonly contents: readonly unknown[]
}

/** YAML or JSON, one document or several. A text that is neither is a fault with its line. */
export function parseTexts(sources: readonly SourceText[]): { readonly files: readonly ParsedFile[]; readonly faults: readonly Fault[] } {
  const faults: Fault[] = []
  const files = sources.flatMap(({ file, text }): ParsedFile[] => {
    const documents = documentsOf(text)
    const [broken] = documents.flatMap(({ errors }) => errors)
    if (broken) {
      const line = broken.linePos?.[0].line
      faults.push({
        file,
        path: line === undefined ? '' : `line ${line}`,
        message: `It is not YAML: ${broken.message.split(/ at line|\n/)[0] ?? ''}.`,
        hint: 'Check the indentation, quotes and colons.',
      })
      return []
    }
    return [{ file, contents: documents.map((document): unknown => document.toJS({ maxAliasCount: 100 })) }]
  })
  return { files, faults }
}

/** A quoted text that runs over lines which stand too far left is no YAML, though many tools write and read it: its lines are folded into one. */
function documentsOf(text: string): ReturnType<typeof parseAllDocuments> {
  const documents = parseAllDocuments(text, { logLevel: 'error' })
  const isOpen = documents.some(({ errors }) => errors.some(({ code }) => code === 'MISSING_CHAR'))
  const again = isOpen ? parseAllDocuments(folded(text), { logLevel: 'error' }) : documents
  return again.some(({ errors }) => errors.length > 0) ? documents : again
}

const folded = (text: string): string =>
  text.replace(/(:[ \t]+)'((?:[^']|'')*)'/g, (_, head: string, inner: string) => `${head}'${inner.replace(/\s*\n\s*/g, ' ')}'`)

/** Text for any reader: words that YAML 1.1 takes for something else (on, yes, 12:30) are quoted, as many tools still read it. */
export const yamlOf = (content: unknown): string => stringify(content, { version: '1.1', lineWidth: 120, aliasDuplicateObjects: false })

import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from 'vite'

/** A node of the syntax tree (ESTree with TypeScript's types), seen only through what every node has. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [member: string]: unknown
}

export interface Import {
  readonly specifier: string
  /** The file of this repository that it means, relative to the root; undefined for a package or a module of Node. */
  readonly target: string | undefined
  readonly line: number
  /** It is `import type` or `export type`: nothing of it is left when the code runs. */
  readonly isType: boolean
}

export interface Source {
  /** Relative to the repository, with forward slashes: src/kernel/object.ts. */
  readonly path: string
  readonly code: string
  readonly program: Node
  readonly imports: readonly Import[]
  readonly isTest: boolean
  /** The line, from 1, of an offset into the code. */
  lineAt(offset: number): number
}

export const root = posix.resolve(import.meta.dirname, '../..')

const names: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports

/** Parses every TypeScript file below the folders, generated ones left out. */
export function readSources(...folders: readonly string[]): Source[] {
  return folders.flatMap(filesUnder).map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

/** One file's syntax and imports. Throws when it does not parse: a checker that skips a file would bless it. */
export function parseSource(path: string, code: string): Source {
  const { program, errors } = parseSync(path, code)
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message ?? 'does not parse'}`)
  if (!isNode(program)) throw new SyntaxError(`${path}: has no program`)
  const starts = lineStarts(code)
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1
  return { path, code, program, lineAt, isTest: /\.test\.tsx?$/.test(path), imports: importsOf(path, program, lineAt) }
}

/** Calls `visit` for the node and everything below it, with the chain of parents, nearest last. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => void, parents: readonly Node[] = []): void {
  visit(node, parents)
  const chain = [...parents, node]
  for (const child of childrenOf(node)) walk(child, visit, chain)
}

export const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number'

/** The name that an identifier carries; undefined for any other node. */
export const nameOf = (value: unknown): string | undefined =>
  isNode(value) && (value.type === 'Identifier' || value.type === 'PrivateIdentifier') && typeof value.name === 'string' ? value.name : undefined

/** The text of a literal or the fixed parts of a template; undefined for any other node. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return undefined
  return node.quasis.map((part: Node) => (isCooked(part.value) ? part.value.cooked : '')).join('?')
}

const isCooked = (value: unknown): value is { cooked: string } =>
  typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string'

function filesUnder(folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => posix.join(entry.parentPath.replaceAll('\\', '/'), entry.name))
  return paths
    .map((path) => posix.relative(root, path))
    .filter((path) => !path.includes('/generated/') && !path.endsWith('.d.ts'))
    .sort()
}

function lineStarts(code: string): number[] {
  const starts = [0]
  for (let at = code.indexOf('\n'); at >= 0; at = code.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Static and dynamic imports, re-exports and `import('...')` types. */
function importsOf(path: string, program: Node, lineAt: (offset: number) => number): Import[] {
  const found: Import[] = []
  walk(program, (node) => {
    const specifier = textOf(node.source) ?? (node.type === 'TSImportType' ? textOf(node.argument) : undefined)
    const isImport = /^(Import(Declaration|Expression)|Export(Named|All)Declaration|TSImportType)$/.test(node.type)
    if (isImport && specifier !== undefined) found.push({ specifier, target: targetOf(path, specifier), line: lineAt(node.start), isType: isTypeOnly(node) })
  })
  return found
}

const isTypeOnly = (node: Node): boolean => node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type'

function targetOf(path: string, specifier: string): string | undefined {
  const [file = ''] = specifier.split('?')
  if (file.startsWith('.')) return posix.join(posix.dirname(path), file)
  if (!file.startsWith('#')) return undefined
  const exact = names[file]
  if (exact) return posix.normalize(exact)
  const pattern = Object.keys(names).find((name) => name.endsWith('*') && file.startsWith(name.slice(0, -1)))
  return pattern ? posix.normalize((names[pattern] ?? '').replace('*', file.slice(pattern.length - 1))) : undefined
}

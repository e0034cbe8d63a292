import { childrenOf, isNode, nameOf, type Node, type Source } from './source.ts'

export interface Measured {
  readonly where: string
  readonly lines: number
  /** How deep control flow nests inside the function; 0 for a straight line. `else if` goes on at the same depth. */
  readonly depth: number
}

/** Every function with its lines and depth, functions inside it counted on their own as well. */
export function functionsOf(source: Source): Measured[] {
  const found: Measured[] = []
  const visit = (node: Node, name: string | undefined): void => {
    if (isFunction(node)) {
      const at = source.lineAt(node.start)
      found.push({ where: `${source.path}:${at} ${name ?? 'function'}`, lines: source.lineAt(node.end - 1) - at + 1, depth: depthOf(node) })
    }
    const own = nameOf(node.id) ?? nameOf(node.key)
    for (const child of childrenOf(node)) visit(child, isFunction(child) ? (nameOf(child.id) ?? own) : own)
  }
  visit(source.program, undefined)
  return found
}

/** Lines of a file, a last empty one not counted. */
export const linesOf = (source: Source): number => source.code.trimEnd().split('\n').length

/** The value below which the share of all values lies (nearest rank); 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

const isFunction = (node: Node): boolean => /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)
const nests = (node: Node): boolean => /^(If|For|ForIn|ForOf|While|DoWhile|Switch|Try)Statement$/.test(node.type)

function depthOf(node: Node): number {
  const below = childrenOf(node).map((child) => (isFunction(child) ? 0 : depthOf(child) + (nests(child) && !isElseIf(node, child) ? 1 : 0)))
  return Math.max(0, ...below)
}

const isElseIf = (parent: Node, child: Node): boolean =>
  parent.type === 'IfStatement' && isNode(parent.alternate) && parent.alternate.start === child.start && child.type === 'IfStatement'

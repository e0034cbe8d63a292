import { groupsOf, kindOfGroup, modelText, relaxationIn } from '#engines/portfolio/optimise/model.ts'
import type { PlanProblem } from '#engines/portfolio/optimise/problem.ts'
import type { Solving } from './optimise.ts'

/** Why no plan keeps every rule: a smallest set of rules that contradict each other, and the smallest changes that make a plan possible. */
export interface Conflict {
  readonly rules: readonly string[]
  /** The same in words. */
  readonly says: readonly string[]
  /** True when taking any one rule out of the set was proved to open it (R-6.6). */
  readonly irreducible: boolean
  readonly changes: readonly Relaxation[]
}

export interface Relaxation {
  /** Rules that give way, each with how much: person-weeks for capacity and themes, 1 for a rule that is dropped. */
  readonly moves: readonly { readonly group: string; readonly by: number }[]
  readonly says: string
}

const unknownSeconds = 5

/**
 * The deletion filter (Chinneck and Dravnieks 1991, ORSA Journal on Computing 3): leave out each group of rules in turn and keep it out when the
 * rest still allows no plan. What stays is irreducible.
 */
export async function explainConflict(problem: PlanProblem, solving: Solving, seconds: number): Promise<Conflict> {
  const until = solving.seconds() + seconds
  const all = groupsOf(problem)
  const without = new Set<string>()
  let isSure = true
  const statusWithout = async (groups: ReadonlySet<string>): Promise<'infeasible' | 'open' | 'unknown'> => {
    if (solving.seconds() > until) return 'unknown'
    const { status } = await solving.solve({ model: modelText(problem, { without: groups, seek: 'any' }), seconds: unknownSeconds })
    return status === 'infeasible' ? 'infeasible' : status === 'optimal' ? 'open' : 'unknown'
  }
  for (const groups of halves(all)) {
    const wider = new Set([...without, ...groups])
    const status = await statusWithout(wider)
    if (status === 'infeasible') for (const group of groups) without.add(group)
    else if (groups.length === 1 && status === 'unknown') isSure = false
  }
  const rules: string[] = []
  for (const group of all) {
    if (without.has(group)) continue
    const status = await statusWithout(new Set([...without, group]))
    if (status === 'infeasible') without.add(group)
    else rules.push(group)
    if (status === 'unknown') isSure = false
  }
  return { rules, says: rules.map(ruleSays), irreducible: isSure, changes: await relaxations(problem, rules, solving) }
}

/** Large pieces first, so that hundreds of rules that have no part in the conflict go in a few runs. */
function halves(groups: readonly string[]): string[][] {
  const size = Math.ceil(groups.length / 8)
  return size < 2 ? [] : Array.from({ length: Math.ceil(groups.length / size) }, (_, at) => groups.slice(at * size, (at + 1) * size))
}

/** The smallest change by each kind of rule in the conflict alone, then by all of them together; each is proved by solving the changed problem. */
async function relaxations(problem: PlanProblem, rules: readonly string[], solving: Solving): Promise<Relaxation[]> {
  const kinds = [...new Set(rules.map(kindOfGroup))]
  const sets = [...kinds.map((kind) => new Set([kind])), ...(kinds.length > 1 ? [new Set(kinds)] : [])]
  const found: Relaxation[] = []
  for (const kindsRelaxed of sets) {
    const solved = await solving.solve({ model: modelText(problem, { seek: { relax: kindsRelaxed } }), seconds: unknownSeconds })
    if (!solved.columns) continue
    const moves = relaxationIn(problem, kindsRelaxed, solved.columns)
    const says = movesSay(moves)
    if (moves.length > 0 && !found.some((other) => other.says === says)) found.push({ moves, says })
  }
  return found.toSorted((a, b) => a.moves.length - b.moves.length)
}

/** A rule in words; phases of one bet are called by its name. */
function ruleSays(group: string): string {
  const { kind, name, last } = partsOf(group)
  if (kind === 'capacity') return `${name} gives no more than its capacity in ${last}`
  if (kind === 'floor' || kind === 'ceiling') return `${name} keeps its ${kind}`
  if (kind === 'needs') return name === last ? `the parts of ${name} come one after the other` : `${name} comes no earlier than ${last}, which it needs`
  if (kind === 'exclusive') return `only one of ${name.split('+').join(', ')} is done`
  return kind === 'dates' ? `${name} keeps its dates` : `${name} is ${kind}`
}

/** The parts of a group’s name; what squads, skills and themes are called may hold a colon. */
export function partsOf(group: string): { readonly kind: string; readonly name: string; readonly last: string } {
  const words = group.replaceAll(/#\d+/g, '')
  const [first, last] = [words.indexOf(':'), words.lastIndexOf(':')]
  const [kind, rest] = [words.slice(0, first), words.slice(first + 1)]
  if (last <= first || !['capacity', 'needs'].includes(kind)) return { kind, name: rest, last: '' }
  return { kind, name: words.slice(first + 1, last), last: words.slice(last + 1) }
}

/** Changes in words, each once; rules of one kind that are dropped stand together. */
function movesSay(moves: Relaxation['moves']): string {
  const isDropped = ({ group }: Relaxation['moves'][number]): boolean => ['mandatory', 'pinned'].includes(partsOf(group).kind)
  const dropped = [...Map.groupBy(moves.filter(isDropped), ({ group }) => partsOf(group).kind)].map(([kind, some]) => {
    const names = [...new Set(some.map(({ group }) => partsOf(group).name))]
    return `drop the rule that ${names.length === 1 ? `${names[0] ?? ''} is` : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} are`} ${kind}`
  })
  const others = moves.filter((one) => !isDropped(one)).map(({ group, by }) => changeSays(group, by))
  return [...new Set([...others, ...dropped])].join(', and ')
}

function changeSays(group: string, by: number): string {
  const { kind, name, last } = partsOf(group)
  const weeks = Math.ceil(by * 10 - 1e-6) / 10
  if (kind === 'capacity') return `give ${name} ${weeks} person-weeks more in ${last}`
  if (kind === 'floor') return `let ${name} stay ${weeks} person-weeks below its floor`
  if (kind === 'ceiling') return `let ${name} go ${weeks} person-weeks above its ceiling`
  if (kind === 'needs') return name === last ? `do the parts of ${name} at one time` : `do ${name} without ${last}`
  if (kind === 'exclusive') return `allow more than one of ${name.split('+').join(', ')}`
  return kind === 'left out' ? `allow ${name}` : `move the dates of ${name}`
}

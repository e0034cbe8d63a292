import type { ScoreItem } from '#web/contract.ts'
import type { TreeEdge, TreeTold } from '#web/explained.ts'

export interface BoardPart {
  readonly title: string
  readonly says: string
  readonly items: readonly ScoreItem[]
}
export interface Board {
  readonly id: string
  readonly name: string
  readonly kind: 'executive' | 'line' | 'squad'
  readonly parts: readonly BoardPart[]
}

/**
 * Boards from the tree and the owners, never drawn by hand. The executive board holds the North Star, what it is made of or moved by within two steps, and what guards
 * those. A product line is a theme of the dictionary: its outcomes first, then its inputs. A squad is a person who answers for metrics: theirs, what moves them, what guards them.
 */
export function makeBoards(items: readonly ScoreItem[], told: TreeTold): Board[] {
  const executive = executiveBoard(items, told)
  const themes = [...new Set(items.map(({ theme }) => theme))]
  const owners = [...new Set(items.flatMap(({ owner }) => owner?.name ?? []))].toSorted()
  return [...(executive ? [executive] : []), ...themes.map((theme) => lineBoard(theme, items, told)), ...owners.map((owner) => squadBoard(owner, items, told))]
}

const metricOf = (id: string): string => id.split(':')[0] ?? id

/** Metrics one step below: what they are made of, or what is believed to move them. */
function below(keys: readonly string[], edges: readonly TreeEdge[]): string[] {
  return [...new Set(edges.filter(({ kind, to }) => kind !== 'guardrail' && keys.includes(metricOf(to))).map(({ from }) => metricOf(from)))].filter(
    (key) => !keys.includes(key),
  )
}

const guardsOf = (keys: readonly string[], edges: readonly TreeEdge[]): string[] =>
  [...new Set(edges.filter(({ kind, to }) => kind === 'guardrail' && keys.includes(metricOf(to))).map(({ from }) => metricOf(from)))].filter(
    (key) => !keys.includes(key),
  )

const pick = (items: readonly ScoreItem[], keys: readonly string[]): ScoreItem[] => keys.flatMap((key) => items.find((item) => item.key === key) ?? [])

function executiveBoard(items: readonly ScoreItem[], { northStar, edges }: TreeTold): Board | null {
  if (northStar === null) return null
  const top = [metricOf(northStar)]
  const first = below(top, edges)
  const second = below([...top, ...first], edges).filter((key) => !first.includes(key))
  const shown = [...top, ...first, ...second]
  const missed = items.filter(({ key, state }) => !shown.includes(key) && state === 'red').map(({ key }) => key)
  const guards = guardsOf(shown, edges).filter((key) => !missed.includes(key))
  return {
    id: 'executive',
    name: 'Executive',
    kind: 'executive',
    parts: kept([
      { title: 'North Star', says: 'What all of it is for', items: pick(items, top) },
      { title: 'What makes it', says: 'Its parts, and what is believed to move them', items: pick(items, [...first, ...second]) },
      { title: 'What must not get worse', says: 'Guardrails of the above', items: pick(items, guards) },
      { title: 'Far from target elsewhere', says: 'Not in the tree above', items: pick(items, missed) },
    ]),
  }
}

function lineBoard(theme: string, items: readonly ScoreItem[], { nodes, edges }: TreeTold): Board {
  const own = items.filter((item) => item.theme === theme)
  const role = (key: string) => nodes.find(({ id }) => id === key)?.role ?? 'apart'
  const outcomes = own.filter(({ key }) => role(key) === 'outcome' || role(key) === 'apart')
  const inputs = own.filter((item) => !outcomes.includes(item))
  const keys = own.map(({ key }) => key)
  return {
    id: `line-${theme}`,
    name: theme,
    kind: 'line',
    parts: kept([
      { title: 'Outcomes', says: 'What comes of it', items: outcomes },
      { title: 'Inputs', says: 'What moves first', items: inputs },
      { title: 'Guarded by', says: 'From other parts of the business', items: pick(items, guardsOf(keys, edges)) },
    ]),
  }
}

function squadBoard(owner: string, items: readonly ScoreItem[], { edges }: TreeTold): Board {
  const own = items.filter((item) => item.owner?.name === owner)
  const keys = own.map(({ key }) => key)
  const drivers = below(keys, edges)
  return {
    id: `squad-${owner}`,
    name: owner,
    kind: 'squad',
    parts: kept([
      { title: `${owner} answers for`, says: 'By the dictionary', items: own },
      { title: 'What moves these', says: 'Owned by others, from the tree', items: pick(items, drivers) },
      {
        title: 'What must not get worse',
        says: 'Guardrails of these',
        items: pick(
          items,
          guardsOf(keys, edges).filter((key) => !drivers.includes(key)),
        ),
      },
    ]),
  }
}

const kept = (parts: readonly BoardPart[]): BoardPart[] => parts.filter(({ items }) => items.length > 0)

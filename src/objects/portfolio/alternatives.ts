interface Named {
  readonly id: string
  readonly alternatives?: unknown
}

/** Whether at most one of two bets is done: either names the other as its alternative. */
export const isInsteadOf = (one: Named, other: Named): boolean => names(one, other.id) || names(other, one.id)

const names = ({ alternatives }: Named, id: string): boolean => Array.isArray(alternatives) && alternatives.includes(id)

interface Column {
  readonly required: boolean
  readonly choices?: readonly string[]
  readonly columnar?: string
}

type Derived = { readonly id: string; readonly says: string; readonly severity: 'error' } & (
  | { readonly rule: 'present'; readonly column: string }
  | { readonly rule: 'oneOf'; readonly column: string; readonly choices: readonly string[] }
)

/** Checks that follow from a fact's own definition: what is required is there, what is chosen is among its choices (kpis.md §7). */
export function derivedChecks({ fact, columns }: { readonly fact: string; readonly columns: Readonly<Record<string, Column>> }): Derived[] {
  return Object.entries(columns).flatMap(([column, { required, choices, columnar }]): Derived[] => [
    ...(required ? [{ id: `${fact}.${column}-present`, says: `rows have no ${column}`, severity: 'error', rule: 'present', column } as const] : []),
    ...(choices && columnar === 'VARCHAR'
      ? [
          {
            id: `${fact}.${column}-known`,
            says: `rows have a ${column} that is none of its choices`,
            severity: 'error',
            rule: 'oneOf',
            column,
            choices,
          } as const,
        ]
      : []),
  ])
}

/** Which line bears which colour, on a screen that is too narrow to name lines at their ends. */
export function LineLegend({ names }: { readonly names: readonly string[] }) {
  if (names.length < 2) return null
  return (
    <ul className="legend t12 m-only" aria-label="Lines">
      {names.map((name, at) => (
        <li key={name}>
          <i aria-hidden="true" style={{ background: `var(--c${(at % 6) + 1})` }} /> {name}
        </li>
      ))}
    </ul>
  )
}

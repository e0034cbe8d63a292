/** What the marks of a drawing mean. */
export function Legend({ marks }: { readonly marks: readonly { readonly mark: string; readonly says: string }[] }) {
  return (
    <ul className="legend" aria-label="Legend">
      {marks.map(({ mark, says }) => (
        <li key={says}>
          <i className={mark} aria-hidden="true" /> {says}
        </li>
      ))}
    </ul>
  )
}

const inHorizons = (shape: string) => [
  { mark: `${shape} now`, says: 'Now' },
  { mark: `${shape} next`, says: 'Next' },
  { mark: `${shape} later`, says: 'Later' },
]

export const timelineMarks = [
  ...inHorizons('bar'),
  { mark: 'bar next fuzzy', says: 'A time told by quarter or coarser fades: anywhere inside' },
  { mark: 'line', says: 'Its people say 50 to 85% likely' },
  { mark: 'day', says: 'Hard date' },
  { mark: 'today', says: 'Today' },
]

export const matrixMarks = [...inHorizons('spot'), { mark: 'cross', says: 'The middle bet by worth, and by effort' }]

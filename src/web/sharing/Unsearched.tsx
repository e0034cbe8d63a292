/** Words in Find narrow the page: said where it is shared or written without them. Nothing while there are none. */
export function Unsearched({ words = '' }: { readonly words?: string | undefined }) {
  return words.trim() === '' ? null : <p className="note">{`The search for “${words.trim()}” is not applied: everything that fits the filter is in it.`}</p>
}

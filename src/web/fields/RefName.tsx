import { words } from '#web/vocabulary.ts'
import { useTarget } from './useTarget.ts'

/** The name of a referenced row. */
export function RefName({ target, id }: { readonly target: string; readonly id: string }) {
  const found = useTarget(target, id)
  return <>{found ? found.title : <span className="muted">{words(target)}</span>}</>
}

import { initialsOf } from '#web/say.ts'

/** A person in two letters; the name stands beside it or is said by its control. */
export function Avatar({ name, small = false }: { readonly name: string; readonly small?: boolean }) {
  return (
    <span className={`avatar ${small ? 'sm' : ''}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

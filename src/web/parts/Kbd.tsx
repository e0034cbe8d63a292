import { printed } from '#web/keys.tsx'

/** A key as it is printed on a button or in a list. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <>
      {printed(keys).map((key) => (
        <kbd key={key} aria-hidden="true">
          {key}
        </kbd>
      ))}
    </>
  )
}

import type { LucideIcon } from 'lucide-react'

/** A drawing beside words; it says nothing by itself. */
export function Icon({ of: Drawing }: { readonly of: LucideIcon }) {
  return <Drawing className="i" aria-hidden="true" />
}

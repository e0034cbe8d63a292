import type { ReactNode } from 'react'

interface Doubted {
  readonly state: string
  readonly reasons: readonly { readonly says: string }[]
}

/**
 * A figure whose data do not bear it out stands under one line through number and unit, with the reason, and says so aloud unless a mark beside it does.
 * Every other stands as it is.
 */
export function Struck({
  trust,
  isMarked = false,
  children,
}: {
  readonly trust: Doubted | null | undefined
  readonly isMarked?: boolean
  readonly children: ReactNode
}) {
  if (trust?.state !== 'untrusted') return <>{children}</>
  const [reason] = trust.reasons
  return (
    <span className="struck" title={reason ? `Not to be trusted: ${reason.says}` : 'Not to be trusted'}>
      {children}
      {!isMarked && <span className="sr"> (untrusted)</span>}
    </span>
  )
}

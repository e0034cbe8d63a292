import { isWaiting } from '#engines/numbers/waitingCheck.ts'
import { Go } from '#web/url.tsx'

/** Rows that wait, and ids that several rows have, of which all but one wait. */
const isAtImport = (check: string): boolean => isWaiting(check) || check.endsWith('.duplicate-id')

/** Why a number is not, or not fully, to be trusted; rows that wait at import are a step away. */
export function ReasonWords({ of: { check, says } }: { readonly of: { readonly check: string; readonly says: string } }) {
  return (
    <>
      {says}
      {isAtImport(check) && (
        <>
          {'. '}
          <Go className="link" to="import" words={{ waiting: 'yes' }}>
            See where they wait
          </Go>
        </>
      )}
    </>
  )
}

import { useKeys } from '#web/keys.tsx'
import { Go, useUrl } from '#web/url.tsx'
import { nouns } from '#web/vocabulary.ts'
import { useRefusal } from './useRefusal.ts'

/** Leads to the form of a new row. Grey with the reason for whoever may not add one, and under a day of the past. */
export function NewOne({ noun: name, says, hasKey = false }: { readonly noun: string; readonly says: string; readonly hasKey?: boolean }) {
  const { go } = useUrl()
  const refused = useRefusal(name, 'create')
  const to = `n/${nouns[name]?.noun.plural ?? ''}`
  useKeys(hasKey && refused === null ? [{ keys: 'c', says, group: 'Anywhere', run: () => go(to, { new: name }) }] : [])
  const shown = (
    <>
      {says} {hasKey && <kbd aria-hidden="true">C</kbd>}
    </>
  )
  return refused === null ? (
    <Go className="btn" to={to} words={{ new: name }}>
      {shown}
    </Go>
  ) : (
    <button type="button" className="btn" aria-disabled title={refused}>
      {shown}
    </button>
  )
}

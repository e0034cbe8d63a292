import type { ReactNode } from 'react'
import type { Detail } from '#web/defined.ts'
import { sayDay } from '#web/say.ts'
import './DefinedVersions.css'

/** How a definition that people wrote came to be, the newest first: what each wording changed, who wrote it and why, and who vouched for it. */
export function DefinedVersions({ detail: { versions, proposal, state }, children }: { readonly detail: Detail; readonly children?: ReactNode }) {
  return (
    <ol className="x-ver t13">
      {proposal && (
        <li>
          <b className="amber">Next</b>
          <Wording changes={proposal.difference.changes} says={`Proposed on ${sayDay(proposal.at)} by ${proposal.byName} · ${proposal.why}`}>
            {children}
          </Wording>
        </li>
      )}
      {versions.map(({ version, byName, at, why, certifiedByName, difference }, place) => (
        <li key={version}>
          <b>{`v${version}`}</b>
          <Wording
            changes={difference?.changes ?? []}
            says={[
              `${sayDay(at)} by ${byName}`,
              ...(why ? [why] : []),
              certifiedByName ? `certified by ${certifiedByName}` : place === 0 && state === 'draft' ? 'a draft: nobody has certified it' : 'never certified',
            ].join(' · ')}
          >
            {place === versions.length - 1 && !difference && 'First definition'}
          </Wording>
        </li>
      ))}
    </ol>
  )
}

type Changes = NonNullable<Detail['versions'][number]['difference']>['changes']

function Wording({ changes, says, children }: { readonly changes: Changes; readonly says: string; readonly children: ReactNode }) {
  return (
    <div>
      {changes.map(({ path, says: told, isProse }) => (
        <p key={path} className={isProse ? 'muted' : ''}>
          {told}
        </p>
      ))}
      {children}
      <p className="muted t12">{says}</p>
    </div>
  )
}

import { capital } from '#engines/numbers/capital.ts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronRight, History, Lock, PencilLine } from 'lucide-react'
import { isProblem, type AnyRow } from '#kernel'
import { apiUrl, call, withQuery } from '#web/client.ts'
import { RefName } from '#web/fields/RefName.tsx'
import { useKeys } from '#web/keys.tsx'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { Icon } from '#web/parts/Icon.tsx'
import { useSay } from '#web/parts/Toasts.tsx'
import { renew, useUnsynced } from '#web/perform.ts'
import { sayFew, sayInstantFully, sayPeriod } from '#web/say.ts'
import { compared } from '#web/resources.ts'
import { restated } from './figures.ts'
import { useMay, useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { reviewKinds } from '#web/vocabulary.ts'

const verbs = { refresh: 'Measure again', freeze: 'Freeze', send: 'Mark as sent' }

/** Name, state and what can be done next: measure again, freeze, mark as sent, export, compare. */
export function ReviewBar({ row }: { readonly row: AnyRow }) {
  const { search, set } = useUrl()
  const act = useReviewAct(row)
  const state = String(row['state'])
  const next = state === 'draft' ? 'freeze' : state === 'frozen' ? 'send' : null
  const compare = () => set({ compare: search['compare'] ? undefined : '1', figure: undefined })
  const pdf = usePdf(row)
  useKeys([
    { keys: 'e', says: 'Export the PDF', run: () => pdf('a4') },
    ...(act.may && state === 'draft' ? [{ keys: 'f', says: 'Freeze', run: () => act.run('freeze') }] : []),
  ])
  return (
    <div className="no-print">
      <Crumbs way={[{ to: 'reviews', says: 'Reviews' }]} here={reviewKinds[String(row['kind'])] ?? 'Review'} />
      <div className="bar">
        <h1>{sayPeriod(String(row['period']), { long: true })}</h1>
        <div className="acts">
          <button type="button" className="btn" aria-pressed={search['compare'] !== undefined} onClick={compare}>
            <Icon of={History} /> Compare with today
          </button>
          <DropMenu
            label="Export"
            align="end"
            choices={[
              { id: 'a4', says: 'PDF, A4', pick: () => pdf('a4') },
              { id: 'letter', says: 'PDF, Letter', pick: () => pdf('letter') },
              { id: 'print', says: 'Print this page', pick: () => window.print() },
            ]}
            button={
              <button type="button" className="btn">
                Export <kbd aria-hidden="true">E</kbd>
              </button>
            }
          />
          {state === 'draft' && (
            <button type="button" className="btn" disabled={act.isBusy || !act.may} onClick={() => act.run('refresh')}>
              {verbs.refresh}
            </button>
          )}
          {next && (
            <button type="button" className="btn pri" disabled={act.isBusy || !act.may} onClick={() => act.run(next)}>
              {verbs[next]} {next === 'freeze' && <kbd aria-hidden="true">F</kbd>}
            </button>
          )}
        </div>
      </div>
      <Stage row={row} state={state} />
    </div>
  )
}

function Stage({ row, state }: { readonly row: AnyRow; readonly state: string }) {
  const { workspace } = useMe()
  const [frozenAt, frozenBy, asOf] = [row['frozenAt'], row['frozenBy'], row['asOf']]
  return (
    <div className="frozen t13 num">
      <Icon of={state === 'draft' ? PencilLine : Lock} />
      {state === 'draft' ? (
        <span>
          <b>Draft</b>, measured {typeof asOf === 'string' ? sayInstantFully(asOf, workspace.timeZone) : 'now'}. Figures may still move; freezing fixes them.
        </span>
      ) : (
        <span>
          <b>Frozen {typeof frozenAt === 'string' ? sayInstantFully(frozenAt, workspace.timeZone) : ''}</b>{' '}
          {typeof frozenBy === 'string' && (
            <>
              by <RefName target="member" id={frozenBy} />
            </>
          )}
          {state === 'sent' ? ', then sent. Figures and words are fixed.' : '. Figures are fixed; words stay open until sent.'} <Restated row={row} />
        </span>
      )}
      <span className="steps">
        {['draft', 'frozen', 'sent'].map((one, index) => (
          <span key={one} className="step">
            {index > 0 && <Icon of={ChevronRight} />}
            {one === state ? <b aria-current="step">{capital(one)}</b> : capital(one)}
          </span>
        ))}
      </span>
    </div>
  )
}

/** A frozen figure keeps its value, and its page says when today’s knowledge has another. */
function Restated({ row }: { readonly row: AnyRow }) {
  const { workspace, set } = useUrl()
  const { data } = useQuery(compared(workspace, row.id))
  const moved = restated(data?.items ?? [])
  if (moved.length === 0) return null
  return (
    <button type="button" className="link" onClick={() => set({ compare: '1', figure: undefined })}>
      {moved.length === 1 ? 'One figure was restated since' : `${sayFew(moved.length)} figures were restated since`}
    </button>
  )
}

/** The verbs that the server fills in: it measures, it signs. */
function useReviewAct(row: AnyRow) {
  const { workspace, asOf } = useUrl()
  const cache = useQueryClient()
  const say = useSay()
  const may = useMay()('editor') && !asOf
  const unsynced = useUnsynced()
  const { mutate, isPending } = useMutation({
    mutationFn: (verb: keyof typeof verbs) => call<AnyRow>(`/reviews/${row.id}/${verb}`, { method: 'POST', workspace, body: {}, version: row.version }),
    onSuccess: (_saved, verb) => say({ refresh: 'Measured again', freeze: 'Frozen: every figure is kept with its lineage', send: 'Marked as sent' }[verb]),
    onError: (error) => say(isProblem(error) ? `${error.message} ${error.hint}` : 'Not done.', { tone: 'failed' }),
    onSettled: () => renew(cache, workspace, 'review'),
  })
  return { run: (verb: keyof typeof verbs) => mutate(verb), isBusy: isPending || unsynced.has(row.id), may }
}

/** Downloads the PDF; a failure says why. */
function usePdf(row: AnyRow) {
  const { workspace } = useUrl()
  return (paper: 'a4' | 'letter') => {
    const link = document.createElement('a')
    link.href = apiUrl(withQuery(`/reviews/${row.id}/pdf`, { paper, workspace }))
    link.download = `${row.key}.pdf`
    link.click()
  }
}

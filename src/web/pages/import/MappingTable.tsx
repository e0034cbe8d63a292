import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import type { PlanColumn, PlanFile, State } from '#web/contract.ts'
import { Icon } from '#web/parts/Icon.tsx'
import { SectionHead } from '#web/parts/SectionHead.tsx'
import { StateWords } from '#web/parts/StateMark.tsx'
import { words } from '#web/vocabulary.ts'
import { facts } from './facts.ts'
import { Wide } from '#web/parts/Wide.tsx'

type Map = (theirs: string, to: PlanColumn['ours'], readAs?: string) => void

/** Their headings and ours. Every line can be changed; the dry run is made again at once. */
export function MappingTable({ file, map, isBusy }: { readonly file: PlanFile; readonly map: Map; readonly isBusy: boolean }) {
  const [isWhole, setWhole] = useState(false)
  const count = (state: PlanColumn['state']) => file.columns.filter((column) => column.state === state).length
  const ordered = file.columns.toSorted((a, b) => order[a.state] - order[b.state])
  const shown = isWhole ? ordered : ordered.slice(0, 14)
  return (
    <section className="sec" aria-labelledby="h-map" aria-busy={isBusy}>
      <SectionHead
        id="h-map"
        title={<span className="mono fn">{file.file}</span>}
        count={`${file.columns.length} columns: ${count('matched')} matched, ${count('check')} to check, ${count('leftOut')} left out`}
      >
        {isBusy && <output>Trying the mapping</output>}
      </SectionHead>
      <Wide label="Their columns and our fields">
        <table className="cards num mp">
          <thead>
            <tr>
              <th scope="col">Theirs</th>
              <th scope="col">Sample</th>
              <th scope="col">
                <span className="sr">becomes</span>
              </th>
              <th scope="col">Ours</th>
              <th scope="col">Read as</th>
              <th scope="col" className="r">
                State
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((column) => (
              <ColumnRow key={column.theirs} column={column} fact={file.recognisedAs} map={map} />
            ))}
          </tbody>
        </table>
      </Wide>
      {shown.length < file.columns.length && (
        <p className="note">
          {`${shown.length} of ${file.columns.length} shown. `}
          <button type="button" className="link" onClick={() => setWhole(true)}>
            Show all
          </button>
        </p>
      )}
    </section>
  )
}

const order = { check: 0, matched: 1, leftOut: 2 }
const states: Readonly<Record<PlanColumn['state'], { readonly state: State; readonly says: string }>> = {
  matched: { state: 'green', says: 'Matched' },
  check: { state: 'amber', says: 'Check' },
  leftOut: { state: 'none', says: 'Left out' },
}

function ColumnRow({ column, fact, map }: { readonly column: PlanColumn; readonly fact: string | null; readonly map: Map }) {
  const { state, says } = states[column.state]
  return (
    <tr className={column.state === 'leftOut' ? 'off' : ''}>
      <td className="wide mono">{column.theirs}</td>
      <td className="mono muted" data-l="Sample">
        <span className="cut">{column.sample ?? 'empty'}</span>
      </td>
      <td className="hide ar">
        <Icon of={ArrowRight} />
      </td>
      <td data-l="Ours">
        <OurColumn column={column} fact={fact} map={map} />
      </td>
      <td className="wide">
        {column.choices && column.choices.length > 0 ? (
          <select
            className="inp cell hot"
            aria-label={`How to read ${column.theirs}`}
            value={column.readAs ?? ''}
            onChange={(event) => map(column.theirs, column.ours, event.target.value)}
          >
            {!column.choices.includes(column.readAs ?? '') && <option value={column.readAs ?? ''}>{column.readAs ?? 'Choose'}</option>}
            {column.choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <span className="muted">{column.readAs}</span>
        )}
      </td>
      <td className="r nw" data-l="State">
        <StateWords state={state}>{says}</StateWords>
      </td>
    </tr>
  )
}

function OurColumn({ column, fact, map }: { readonly column: PlanColumn; readonly fact: string | null; readonly map: Map }) {
  const value = column.ours ? `${column.ours.fact}.${column.ours.column}` : ''
  const own = facts.find((one) => one.fact === (column.ours?.fact ?? fact))
  const pick = (text: string) => {
    const [to = '', name = ''] = text.split('.')
    map(column.theirs, text === '' ? null : { fact: to, column: name })
  }
  return (
    <select className="inp cell plain" aria-label={`What ${column.theirs} becomes`} value={value} onChange={(event) => pick(event.target.value)}>
      <option value="">Left out</option>
      {value !== '' && !own?.columns[column.ours?.column ?? ''] && (
        <option value={value}>{`${words(column.ours?.fact ?? '')} · ${column.ours?.column}`}</option>
      )}
      {own && (
        <optgroup label={words(own.fact)}>
          {Object.keys(own.columns).map((name) => (
            <option key={name} value={`${own.fact}.${name}`}>{`${words(own.fact)} · ${words(name).toLowerCase()}`}</option>
          ))}
        </optgroup>
      )}
    </select>
  )
}

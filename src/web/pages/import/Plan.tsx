import { useState } from 'react'
import { isProblem } from '#kernel'
import type { ImportPlan } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { sayCount, sayFew, sayMany } from '#web/say.ts'
import { Contradictions } from './Contradictions.tsx'
import { Files } from './Files.tsx'
import { HeldRows } from './HeldRows.tsx'
import { MappingTable } from './MappingTable.tsx'
import { WhatWillHappen } from './WhatWillHappen.tsx'
import type { ImportSteps } from './useImport.ts'

/** The dry run: what each file is, what contradicts, how columns are read, what is held, and the choice. */
export function Plan({ steps, plan }: { readonly steps: ImportSteps; readonly plan: ImportPlan }) {
  const [name, setName] = useState<string | null>(null)
  const file = plan.files.find((one) => one.file === name) ?? plan.files.find((one) => one.columns.some(({ state }) => state === 'check')) ?? plan.files[0]
  return (
    <>
      <div className="xh">
        <h1>{`${sayFew(plan.files.length)} ${plan.files.length === 1 ? 'file' : 'files'}`}</h1>
        <span className="chip line">Dry run, nothing written</span>
        <div className="acts">
          <button type="button" className="btn" onClick={() => steps.open.reset()}>
            Other files
          </button>
        </div>
      </div>
      <p className="lede num">{leadOf(plan)}</p>
      {steps.planError && (
        <Banner tone="red" says={isProblem(steps.planError) ? steps.planError.message : 'The mapping could not be tried.'}>
          {isProblem(steps.planError) ? steps.planError.hint : ''}
        </Banner>
      )}
      <div className="two-col im">
        <div>
          <Files plan={plan} chosen={file?.file ?? ''} choose={setName} />
          {plan.quality.length > 0 && <Contradictions findings={plan.quality} />}
          {file && file.columns.length > 0 && (
            <MappingTable file={file} map={(theirs, to, readAs) => steps.map(file.file, theirs, to, readAs)} isBusy={steps.isPlanning} />
          )}
          <HeldRows files={plan.files} />
        </div>
        <WhatWillHappen steps={steps} plan={plan} />
      </div>
    </>
  )
}

/** The dry run in one sentence. */
export function leadOf({ files, totals, quality }: ImportPlan): string {
  const all = files.reduce((sum, { rows }) => sum + rows, 0)
  const good = all - totals.held
  const unread = files.filter(({ trouble, recognisedAs }) => trouble || !recognisedAs).length
  const errors = quality.filter(({ severity }) => severity === 'error')
  const touched = new Set(quality.flatMap(({ metrics }) => metrics)).size
  const first = errors[0] ?? quality[0]
  const rows = totals.held === 0 ? `All ${sayCount(all)} rows can go in` : `${sayCount(good)} of ${sayCount(all)} rows can go in`
  const doubt = first
    ? `. ${sayCount(first.count)} ${first.says}${touched > 0 ? `, so ${sayFew(touched).toLowerCase()} ${touched === 1 ? 'metric loses' : 'metrics lose'} trust` : ''}`
    : ''
  const rest = unread > 0 ? `. ${sayMany(unread, 'file')} ${unread === 1 ? 'is' : 'are'} left out` : ''
  return `${rows}${doubt}${rest}.`
}

import { useState } from 'react'
import { isProblem } from '#kernel'
import type { ImportPlan } from '#web/contract.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { sayFew } from '#web/say.ts'
import { Contradictions } from './Contradictions.tsx'
import { Files } from './Files.tsx'
import { HeldRows } from './HeldRows.tsx'
import { leadOf } from './leadOf.ts'
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
          <Files plan={plan} chosen={file?.file ?? ''} choose={setName} hold={steps.hold} isBusy={steps.isPlanning} />
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

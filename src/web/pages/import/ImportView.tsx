import { useUrl } from '#web/url.tsx'
import { Crumbs } from '#web/parts/Crumbs.tsx'
import { DropZone } from './DropZone.tsx'
import { Earlier } from './Earlier.tsx'
import { Plan } from './Plan.tsx'
import { Run } from './Run.tsx'
import { Waiting } from './Waiting.tsx'
import { useImport } from './useImport.ts'
import './import.css'

export function ImportView() {
  const { search } = useUrl()
  const steps = useImport()
  return (
    <main className="page p-import" id="main">
      <title>Import · Throughline</title>
      <Crumbs way={[{ to: 'settings', says: 'Settings' }]} here="Import" />
      {steps.plan ? (
        <Plan steps={steps} plan={steps.plan} />
      ) : search['run'] ? (
        <Run id={search['run']} />
      ) : (
        <>
          <h1>Import files</h1>
          {search['waiting'] && <Waiting />}
          <DropZone steps={steps} />
          {!search['waiting'] && <Waiting />}
          <Earlier />
        </>
      )}
    </main>
  )
}

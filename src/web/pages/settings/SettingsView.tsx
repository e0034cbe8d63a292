import type { ComponentType } from 'react'
import { Tabs } from '#web/parts/Segments.tsx'
import { useMay } from '#web/session.ts'
import { Go, useUrl } from '#web/url.tsx'
import { Audit } from './Audit.tsx'
import { Keys } from './Keys.tsx'
import { Members } from './Members.tsx'
import { Roles } from './Roles.tsx'
import { Kept } from './Kept.tsx'
import { Sharing } from './Sharing.tsx'
import { You } from './You.tsx'
import './settings.css'

const tabs: readonly { readonly id: string; readonly says: string; readonly View: ComponentType; readonly admin?: boolean; readonly editor?: boolean }[] = [
  { id: 'members', says: 'Members', View: Members },
  { id: 'roles', says: 'Roles', View: Roles },
  { id: 'keys', says: 'Keys', View: Keys, admin: true },
  { id: 'sharing', says: 'Sharing', View: Sharing, editor: true },
  { id: 'data', says: 'Data', View: Kept },
  { id: 'audit', says: 'Audit log', View: Audit, admin: true },
  { id: 'you', says: 'You', View: You },
]

export function SettingsView() {
  const { search } = useUrl()
  const may = useMay()
  const shown = tabs.filter(({ admin, editor }) => (!admin || may('admin')) && (!editor || may('editor')))
  const tab = shown.find(({ id }) => id === search['tab']) ?? tabs[0]
  const View = tab?.View ?? Members
  return (
    <main className="page p-settings" id="main">
      <title>Settings · Throughline</title>
      <div className="xh">
        <h1>Settings</h1>
        <div className="acts">
          <Go className="btn" to="import">
            Import
          </Go>
        </div>
      </div>
      <Tabs label="Settings" value={tab?.id ?? 'members'} tabs={shown} />
      <div className="st2">
        <View />
      </div>
    </main>
  )
}

import type { Noun } from '#kernel'
import { DropMenu } from '#web/parts/DropMenu.tsx'
import { download } from '#web/sharing/download.ts'
import { useUrl } from '#web/url.tsx'
import { filtersOf } from './query.ts'

/** The list as a file: its filter, order, columns and day as they stand in the address. */
export function ExportMenu({ noun }: { readonly noun: Noun }) {
  const { workspace, search } = useUrl()
  const { q, sort, asOf, archived, columns } = search
  const write = (more: Readonly<Record<string, string | boolean>>) =>
    download(`/export/${noun.plural}`, {
      workspace,
      q,
      sort: sort ?? '-updatedAt',
      asOf,
      archived,
      columns,
      ...Object.fromEntries(filtersOf(noun, search)),
      ...more,
    })
  return (
    <DropMenu
      label="Export"
      align="end"
      choices={[
        { id: 'csv', says: 'CSV for spreadsheets', pick: () => write({ format: 'csv', mark: true }) },
        { id: 'plain', says: 'CSV for programs', pick: () => write({ format: 'csv' }) },
        { id: 'json', says: 'JSON', pick: () => write({ format: 'json' }) },
      ]}
      button={
        <button type="button" className="btn">
          Export
        </button>
      }
    />
  )
}

import { useState } from 'react'
import { Modal } from '#web/parts/Modal.tsx'
import { useUrl } from '#web/url.tsx'
import { Audiences } from './Audiences.tsx'
import { download } from './download.ts'

const formats = [
  { id: 'pptx', says: 'PowerPoint', means: 'slides that you edit' },
  { id: 'pdf', says: 'PDF', means: 'pages to print' },
  { id: 'csv', says: 'CSV', means: 'a table for spreadsheets' },
  { id: 'json', says: 'JSON', means: 'for programs' },
] as const

/** The roadmap as a file for an audience: what they may not see is not in it. */
export function ExportDialog({ close }: { readonly close: () => void }) {
  const { workspace, asOf } = useUrl()
  const [audience, setAudience] = useState('executive')
  const [format, setFormat] = useState('pptx')
  return (
    <Modal title="Export the roadmap" close={close} wide>
      <form
        className="sharing"
        onSubmit={(event) => {
          event.preventDefault()
          download('/roadmap/export', { workspace, format, audience, asOf, ...(format === 'csv' ? { mark: true } : {}) })
          close()
        }}
      >
        <div className="two">
          <Audiences chosen={audience} choose={setAudience} />
          <fieldset>
            <legend>As what?</legend>
            {formats.map(({ id, says, means }) => (
              <label key={id}>
                <input type="radio" name="format" value={id} checked={format === id} onChange={() => setFormat(id)} />
                <span>
                  {says}
                  <span className="muted t12">{means}</span>
                </span>
              </label>
            ))}
          </fieldset>
        </div>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri">
            Download
          </button>
        </div>
      </form>
    </Modal>
  )
}

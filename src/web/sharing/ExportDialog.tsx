import { useState } from 'react'
import { Problem } from '#kernel'
import { call, withQuery } from '#web/client.ts'
import { Banner } from '#web/parts/Banner.tsx'
import { Modal } from '#web/parts/Modal.tsx'
import { useUrl } from '#web/url.tsx'
import { Audiences } from './Audiences.tsx'
import { download } from './download.ts'
import { downloadPng } from './picture.ts'
import { Unsearched } from './Unsearched.tsx'

const formats = [
  { id: 'pptx', says: 'PowerPoint', means: 'slides that you edit' },
  { id: 'pdf', says: 'PDF', means: 'pages to print' },
  { id: 'png', says: 'PNG', means: 'a picture for chats and documents' },
  { id: 'svg', says: 'SVG', means: 'the same picture, sharp at any size' },
  { id: 'csv', says: 'CSV', means: 'a table for spreadsheets' },
  { id: 'json', says: 'JSON', means: 'for programs' },
] as const

interface Asked {
  readonly filter: Readonly<Record<string, string>>
  /** What the page is searched for. */
  readonly words: string | undefined
  readonly close: () => void
}

/** The roadmap as a file for an audience: what they may not see is not in it. */
export function ExportDialog({ filter, words, close }: Asked) {
  const { workspace, asOf } = useUrl()
  const [audience, setAudience] = useState('executive')
  const [format, setFormat] = useState('pptx')
  const [fault, setFault] = useState('')
  const [isBusy, setBusy] = useState(false)
  const query = { ...filter, workspace, audience, asOf }
  /** A file that is refused would be a broken download: what is filtered is asked for once before. */
  const write = async (): Promise<void> => {
    setBusy(true)
    try {
      if (Object.keys(filter).length > 0) await call(withQuery('/roadmap/export', { ...filter, audience, asOf, format: 'json' }), { workspace })
      download('/roadmap/export', { ...query, format, ...(format === 'csv' ? { mark: true } : {}) })
      close()
    } catch (error) {
      setFault(error instanceof Problem ? `${error.message} ${error.hint}`.trim() : 'The file could not be written. Try again.')
      setBusy(false)
    }
  }
  const paint = async (): Promise<void> => {
    setBusy(true)
    try {
      await downloadPng('/roadmap/export', query)
      close()
    } catch (error) {
      setFault(error instanceof Problem ? `${error.message} ${error.hint}`.trim() : 'The picture could not be painted. Take SVG or PDF.')
      setBusy(false)
    }
  }
  return (
    <Modal title="Export the roadmap" close={close} wide>
      <form
        className="sharing"
        onSubmit={(event) => {
          event.preventDefault()
          void (format === 'png' ? paint() : write())
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
        <Unsearched words={words} />
        {fault !== '' && (
          <div role="alert">
            <Banner tone="red" says={format === 'png' ? 'No picture was made.' : 'No file was written.'}>
              {fault}
            </Banner>
          </div>
        )}
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
          <button type="submit" className="btn pri" disabled={isBusy}>
            Download
          </button>
        </div>
      </form>
    </Modal>
  )
}

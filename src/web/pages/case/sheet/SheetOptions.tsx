import { useState } from 'react'
import { Segments } from '#web/parts/Segments.tsx'
import { useUrl } from '#web/url.tsx'
import { mostOptions, nameFault, nothingIs, renamedOption, withOption, withoutOption } from './options.ts'
import type { SheetState } from './useSheet.ts'

interface OptionsProps {
  readonly state: SheetState
  /** The option whose figures are shown; none before the first is named. */
  readonly option: string | undefined
  readonly isOpen: boolean
}

/** The options that are weighed: which one is shown, and while the case is a draft, which there are. */
export function SheetOptions({ state: { sheet, put }, option, isOpen }: OptionsProps) {
  const { set } = useUrl()
  const [asks, setAsks] = useState<'new' | 'name' | null>(null)
  const at = sheet.options.findIndex(({ name }) => name === option)
  const shown = sheet.options[at]
  const act = asks ?? (shown ? null : 'new')
  return (
    <>
      {!shown && isOpen && <p className="note">Name the options first, doing nothing among them. Each then has a sheet for its figures.</p>}
      {sheet.options.length > 1 && option !== undefined && (
        <Segments
          name="option"
          label="Option"
          value={option}
          options={sheet.options
            .toSorted((a, b) => Number(b.name === sheet.proposes) - Number(a.name === sheet.proposes))
            .map(({ name }) => ({ id: name, says: name }))}
        />
      )}
      {isOpen && shown && (
        <div className="acts no-print">
          <span className="muted t12">
            {[shown.name === sheet.proposes && 'The case argues for it.', shown.isNothing && 'This is doing nothing.'].filter(Boolean).join(' ')}
          </span>
          {shown.name !== sheet.proposes && (
            <button type="button" className="btn quiet" onClick={() => put({ ...sheet, proposes: shown.name })}>
              Argue for it
            </button>
          )}
          {!shown.isNothing && (
            <button type="button" className="btn quiet" onClick={() => put(nothingIs(sheet, at))}>
              Mark as doing nothing
            </button>
          )}
          <button type="button" className="btn quiet" onClick={() => setAsks('name')}>
            Rename
          </button>
          <button
            type="button"
            className="btn quiet"
            onClick={() => {
              put(withoutOption(sheet, at))
              set({ option: undefined })
            }}
          >
            Remove
          </button>
          <button type="button" className="btn" disabled={sheet.options.length >= mostOptions} onClick={() => setAsks('new')}>
            Add an option
          </button>
        </div>
      )}
      {isOpen && act !== null && (
        <OptionName
          key={act}
          label={act === 'new' ? 'Name of the option' : `Another name for “${shown?.name ?? ''}”`}
          first={act === 'new' ? '' : (shown?.name ?? '')}
          faultOf={(name) => (act === 'name' && name.trim().toLocaleLowerCase() === shown?.name.toLocaleLowerCase() ? null : nameFault(sheet, name))}
          cancel={shown ? () => setAsks(null) : null}
          take={(name) => {
            put(act === 'new' || !shown ? withOption(sheet, name) : renamedOption(sheet, at, name))
            set({ option: name.trim() })
            setAsks(null)
          }}
        />
      )}
    </>
  )
}

interface NameProps {
  readonly label: string
  readonly first: string
  readonly faultOf: (name: string) => string | null
  readonly cancel: (() => void) | null
  readonly take: (name: string) => void
}

function OptionName({ label, first, faultOf, cancel, take }: NameProps) {
  const [name, setName] = useState(first)
  const [fault, setFault] = useState<string | null>(null)
  return (
    <form
      className="acts no-print"
      onSubmit={(event) => {
        event.preventDefault()
        const found = faultOf(name)
        setFault(found)
        if (found !== null) return
        take(name)
        setName('')
      }}
    >
      <label className="t13">
        {label}{' '}
        <input
          className={fault ? 'inp bad' : 'inp'}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was just asked for
          autoFocus={cancel !== null}
          value={name}
          maxLength={120}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? 'option-fault' : undefined}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.stopPropagation()
          }}
        />
      </label>
      <button type="submit" className="btn">
        {first === '' ? 'Add' : 'Rename'}
      </button>
      {cancel && (
        <button type="button" className="btn quiet" onClick={cancel}>
          Cancel
        </button>
      )}
      {fault && (
        <span className="red t12" id="option-fault">
          {fault}
        </span>
      )}
    </form>
  )
}

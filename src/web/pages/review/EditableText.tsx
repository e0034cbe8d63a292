import { useEffect, useRef, useState } from 'react'

/** Words that are edited where they stand: Ctrl Enter or leaving saves, Esc restores. */
export function EditableText({
  label,
  value,
  placeholder,
  max,
  mayEdit,
  save,
  className = '',
}: {
  readonly label: string
  readonly value: string
  readonly placeholder: string
  readonly max?: number
  readonly mayEdit: boolean
  readonly save: (text: string) => void
  readonly className?: string
}) {
  const [draft, setDraft] = useState<string | null>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const isOpen = draft !== null
  useEffect(() => {
    if (isOpen) box.current?.focus()
  }, [isOpen])
  const close = (text: string | null) => {
    setDraft(null)
    if (text !== null && text.trim() !== value.trim()) save(text.trim())
  }
  if (!mayEdit) return <span className={className}>{value}</span>
  if (draft === null) {
    return (
      <button type="button" className={`words ${value ? '' : 'blank'} ${className}`} aria-label={`${label}: edit`} onClick={() => setDraft(value)}>
        {value || placeholder}
      </button>
    )
  }
  return (
    <textarea
      ref={box}
      className={`inp words-in ${className}`}
      aria-label={label}
      value={draft}
      maxLength={max}
      rows={1}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => close(draft)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close(null)
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || max)) {
          event.preventDefault()
          close(draft)
        }
        if (event.key === 'Escape') event.stopPropagation()
      }}
    />
  )
}

import { CornerDownLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '#web/parts/Icon.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { useMe } from '#web/session.ts'
import { useUrl } from '#web/url.tsx'
import { useKeys } from '#web/keys.tsx'
import { AnswerView, SurveyView } from './AnswerView.tsx'
import { asked, type Asked } from './contract.ts'
import { AskedBackView, RefusalView, UnaskedView } from './Otherwise.tsx'
import './ask.css'

export function AskView() {
  const { workspace, search, asOf } = useUrl()
  const { workspace: card } = useMe()
  const q = search['q'] ?? ''
  return (
    <main className="page p-ask" id="main">
      <title>{`${q === '' ? 'Ask' : q} · ${card.name}`}</title>
      <h1 className="sr">Ask</h1>
      <Question key={q} asked={q} />
      <Tile of={asked(workspace, q, asOf)} name="The answer" lines={6}>
        {(answer) => <Reply answer={answer} />}
      </Tile>
    </main>
  )
}

/** The question box. Enter asks, and so does Ctrl or ⌘ with Enter. */
function Question({ asked: q }: { readonly asked: string }) {
  const { set } = useUrl()
  const [text, setText] = useState(q)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (q === '') box.current?.focus()
  }, [q])
  const ask = () => set({ q: text.trim() || undefined })
  useKeys([
    { keys: '/', says: 'Change the question', run: () => box.current?.focus() },
    { keys: 'mod enter', says: 'Ask', run: ask },
  ])
  return (
    <form
      className="ask-box"
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <label className="sr" htmlFor="question">
        Question
      </label>
      <input
        ref={box}
        id="question"
        className="inp"
        autoComplete="off"
        maxLength={400}
        placeholder="NRR by segment last 4 quarters"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" className="btn pri">
        <Icon of={CornerDownLeft} /> Ask
      </button>
    </form>
  )
}

function Reply({ answer }: { readonly answer: Asked }) {
  switch (answer.kind) {
    case 'answer':
      return <AnswerView answer={answer} />
    case 'survey':
      return <SurveyView answer={answer} />
    case 'didYouMean':
      return <AskedBackView answer={answer} />
    case 'refusal':
      return <RefusalView answer={answer} />
    case 'unasked':
      return <UnaskedView answer={answer} />
  }
}

import { SectionHead } from '#web/parts/SectionHead.tsx'
import { Go } from '#web/url.tsx'
import { nouns, pluralWords, words } from '#web/vocabulary.ts'

/** Every noun of the workspace by chapter; each leads to its list. */
export function LibraryView() {
  const all = Object.values(nouns).map(({ noun }) => noun)
  const chapters = [...new Set(all.map(({ chapter }) => chapter))].toSorted()
  return (
    <main className="page" id="main">
      <title>Library · Throughline</title>
      <h1>Library</h1>
      {chapters.map((chapter) => (
        <section className="sec" key={chapter}>
          <SectionHead title={words(chapter)} />
          <ul className="rows lib">
            {all
              .filter((noun) => noun.chapter === chapter)
              .map((noun) => (
                <li className="row" key={noun.noun}>
                  <Go to={`n/${noun.plural}`} className="ttl">
                    {pluralWords(noun)}
                  </Go>
                  <span className="sub">{noun.says}</span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </main>
  )
}

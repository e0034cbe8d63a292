import { shareLink } from '#objects'
import './sharing.css'

/** For whom: each audience with what it sees. */
export function Audiences({ chosen, choose }: { readonly chosen: string; readonly choose: (audience: string) => void }) {
  return (
    <fieldset>
      <legend>Who looks?</legend>
      {shareLink.audiences.map((id) => (
        <label key={id}>
          <input type="radio" name="audience" value={id} checked={chosen === id} onChange={() => choose(id)} />
          <span>
            {shareLink.audienceSays[id].name}
            <span className="muted t12">{shareLink.audienceSays[id].says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

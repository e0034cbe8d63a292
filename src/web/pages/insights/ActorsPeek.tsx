import { Peek } from '#web/parts/Peek.tsx'
import { Tile } from '#web/parts/Tile.tsx'
import { Wide } from '#web/parts/Wide.tsx'
import { useUrl } from '#web/url.tsx'
import { behindNumber, type Behind, type Query } from './contract.ts'

/** Who stands behind a number, beside the page. */
export function ActorsPeek({ query, drill, side }: { readonly query: Query; readonly drill: string; readonly side: string }) {
  const { workspace, set } = useUrl()
  const close = () => set({ drill: undefined, side: undefined })
  return (
    <Peek title={<h2 className="concl">{side === 'dropped' ? 'Lost here' : 'Behind this number'}</h2>} label="Who is behind the number" close={close}>
      <Tile of={behindNumber(workspace, query, drill, side)} name="The list" lines={8}>
        {(behind) => <Actors behind={behind} />}
      </Tile>
    </Peek>
  )
}

const most = 200

function Actors({ behind: { n, actors } }: { readonly behind: Behind }) {
  if (n === 0) return <p className="note">Nobody.</p>
  const columns = ['name', 'segment', 'plan', 'region', 'role'].filter((name) => actors.some(({ properties }) => properties[name] !== undefined))
  return (
    <>
      <p className="note">{n > most ? `${most} of ${n.toLocaleString('en-US')}, by id.` : `${n.toLocaleString('en-US')}, by id.`}</p>
      <Wide label="Who">
        <table>
          <thead>
            <tr>
              {['Id', ...columns].map((says) => (
                <th key={says} scope="col">
                  {says.charAt(0).toUpperCase() + says.slice(1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {actors.slice(0, most).map(({ actor, properties }) => (
              <tr key={actor}>
                <th scope="row">{actor}</th>
                {columns.map((name) => (
                  <td key={name}>{properties[name] === undefined ? '–' : String(properties[name])}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  )
}
